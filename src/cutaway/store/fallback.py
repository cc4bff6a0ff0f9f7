"""Fetches something once, in one process at a time, from the first source that works."""

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from cutaway.errors import Cancelled, CutawayError, WeightsUnavailable
from cutaway.store import cache
from cutaway.store.fetch_context import FetchContext
from cutaway.system_errors import cache_refused

Found = TypeVar("Found")


class Labelled(Protocol):
    """A source with a name for messages."""

    @property
    def label(self) -> str: ...


Place = TypeVar("Place", bound=Labelled)


def once(key: str, find: Callable[[], Found | None], fetch: Callable[[], Found], job: FetchContext) -> Found:
    """Finds something on this machine, or fetches it while no other process fetches the same.

    Args:
        key: its name in the cache.
        find: looks for it without the network.
        fetch: fetches it.

    Raises:
        WeightsUnavailable: the system refuses to store it; and whatever `fetch` raises.
        Cancelled: the work was cancelled.
    """
    found = find()
    if found:
        return found

    def waiting() -> None:
        job.tell(f"Waiting for another process that is fetching {job.title}")

    try:
        with cache.lock(key, waiting=waiting, cancelled=job.cancelled):
            found = find()  # the previous holder of the lock may have fetched it
            if found:
                return found
            cache.sweep(key)
            return fetch()
    except CutawayError:
        raise
    except Exception as error:  # the libraries raise exceptions of their own
        refused = cache_refused(error, cache.home())
        if refused is None:
            raise
        raise refused from error


def first_of(sources: Iterable[Place], attempt: Callable[[Place], Found], what: str) -> Found:
    """The result of the first source that works.

    Args:
        attempt: fetches from one source.
        what: the thing to fetch, such as "the weights of GPT-2".

    Raises:
        CutawayError: a single source's own error; for several, a `WeightsUnavailable` with the reason of each.
        Cancelled: the work was cancelled.
    """
    failures: list[tuple[Place, CutawayError]] = []
    for source in sources:
        try:
            return attempt(source)
        except Cancelled:
            raise
        except CutawayError as error:
            failures.append((source, error))
        except Exception as error:  # the libraries raise exceptions of their own
            refused = cache_refused(error, cache.home())
            if refused is None:
                raise
            failures.append((source, refused))
    if len(failures) == 1:
        raise failures[0][1]
    why = " ".join(f"({number}) {source.label}: {error.message}" for number, (source, error) in enumerate(failures, 1))
    hints = dict.fromkeys(error.hint for _, error in failures if error.hint)
    raise WeightsUnavailable(f"No source could give {what}. {why}", " ".join(hints))
