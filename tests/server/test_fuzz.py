"""A few hundred of the hostile requests of `fuzz_server`, which sends thousands."""

from fuzz_server import fuzz


def test_hostile_requests_are_answered_and_leave_the_server_as_it_was() -> None:
    report = fuzz(400, seed=15)
    assert report.ended is None, report
    assert report.faults == []
    assert report.statuses[200] > 50, report
    assert report.growth < 300 * 2**20
