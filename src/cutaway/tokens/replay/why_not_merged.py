"""Why two neighbouring tokens did not merge."""

from dataclasses import dataclass

from cutaway.errors import BadIndex
from cutaway.tokens.replay.bpe import ByMerges, ByRanks
from cutaway.tokens.replay.bpe_replay import Merged


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two symbols that stood side by side at a boundary for a while.

    Attributes:
        left, right: the ids of both.
        rank: the rank of their merge; None if no merge joins them.
        until: the index of the piece's merge that first consumed one of them; None for the final tokens.
        instead: that merge's rank. It came first because it is lower than `rank`, or equal and further left.
    """

    left: int
    right: int
    rank: int | None
    until: int | None = None
    instead: int | None = None


@dataclass(frozen=True, slots=True)
class WhyNotMerged:
    """Why a boundary between two tokens of a piece remained.

    Attributes:
        boundary: the boundary between the piece's tokens `boundary` and `boundary + 1`.
        meetings: all pairs that met here, in order. The last pair are the final tokens, which no merge joins.
        joined: the token that both would form, if the vocabulary has one: it arises only for whole pieces, or from other merges.
    """

    boundary: int
    meetings: tuple[Meeting, ...]
    joined: int | None

    @property
    def passed_over(self) -> tuple[Meeting, ...]:
        """The meetings whose merge was forestalled by another; if there are none, no merge could ever have joined this boundary."""
        return tuple(meeting for meeting in self.meetings if meeting.rank is not None)


def why_apart(algorithm: ByMerges | ByRanks, word: Merged, boundary: int) -> WhyNotMerged:
    """Why two neighbouring tokens of a piece were not merged.

    Args:
        boundary: the boundary between tokens `boundary` and `boundary + 1`.

    Raises:
        BadIndex: there is no such boundary.
    """
    if not 0 <= boundary < len(word.ids) - 1:
        raise BadIndex(
            f"The piece has {len(word.ids)} tokens, so there is no boundary {boundary} in it.",
            "Boundaries are counted from 0, one fewer than tokens.",
        )
    place = word.tree[boundary].end
    left, right = word.symbols[place - 1], word.symbols[place]
    meetings: list[Meeting] = []
    for number, merge in enumerate(word.merges):
        if place in (merge.start, merge.end):
            found = algorithm.pair(left, right)
            meetings.append(Meeting(left, right, found and found[0], number, merge.rank))
            left, right = (merge.id, right) if merge.end == place else (left, merge.id)
    found = algorithm.pair(left, right)
    meetings.append(Meeting(left, right, found and found[0]))
    return WhyNotMerged(boundary, tuple(meetings), algorithm.joined(left, right))
