"""A cache of recent replays, so that opening pieces one by one does not cut the text again."""

from cutaway.server.stores.recent import RecentStore
from cutaway.tokens.replay.replay_record import Replay
from cutaway.tokens.tokenizer import Tokenizer

MOST_REPLAYS = 4


class ReplayStore(RecentStore[tuple[Tokenizer, str, bool], Replay]):
    """Keeps the last few replays."""

    def __init__(self) -> None:
        super().__init__(MOST_REPLAYS)

    def get(self, tokenizer: Tokenizer, text: str, *, special_as_text: bool) -> Replay:
        """How a text becomes tokens; raises what `Tokenizer.replay` raises."""
        return self.get_or_make(
            (tokenizer, text, special_as_text), lambda: tokenizer.replay(text, special_as_text=special_as_text)
        )
