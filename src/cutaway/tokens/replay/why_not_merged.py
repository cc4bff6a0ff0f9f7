"""Why two neighbouring tokens are two and not one."""

from dataclasses import dataclass

from cutaway.errors import BadIndex
from cutaway.tokens.replay.bpe import ByMerges, ByRanks
from cutaway.tokens.replay.bpe_replay import Merged


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two symbols that stood side by side at a boundary for a while.

    Attributes:
        left, right: the two, by id.
        rank: the rank of their merge; None where no merge joins them.
        until: which merge of the piece took one of them away first, by its place among the merges; None for the tokens that remain.
        instead: that merge's rank. It is lower than `rank`, or as low and further left: that is why it came first.
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
        boundary: between which tokens of the piece: `boundary` and `boundary + 1`, counted from 0.
        meetings: all pairs that met here, first to last. The last one are the two tokens, which no merge joins.
        joined: the token that both make together, if the vocabulary has one: then it is there for whole pieces only, or for other ways.
    """

    boundary: int
    meetings: tuple[Meeting, ...]
    joined: int | None

    @property
    def passed_over(self) -> tuple[Meeting, ...]:
        """The meetings that had a merge, which another one forestalled; without any, no merge ever joined what met here."""
        return tuple(meeting for meeting in self.meetings if meeting.rank is not None)


def why_apart(algorithm: ByMerges | ByRanks, word: Merged, boundary: int) -> WhyNotMerged:
    """Why two neighbouring tokens of a piece were not merged.

    Args:
        boundary: between tokens `boundary` and `boundary + 1`.

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
