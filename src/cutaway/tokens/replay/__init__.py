"""The exact sequence of steps that leads from a text to its tokens.

A text is normalised, cut into pieces, and each piece becomes tokens by the tokenizer's algorithm. Every step here is worked out from the
tokenizer's own tables, and the end is what the tokenizer itself gives.
"""

from cutaway.tokens.replay.replay_record import Replay
from cutaway.tokens.tokenizer import Tokenizer

__all__ = ["Replay", "replay"]


def replay(tokenizer: Tokenizer, text: str, special_as_text: bool = False) -> Replay:
    """How a text becomes tokens, step by step.

    Args:
        special_as_text: a special token that is written out in the text is read as text like any other.

    Raises:
        BadText: for a text that is no valid Unicode.
        UnsupportedModel: a part of the tokenizer can't be replayed; it is named.
    """
    return tokenizer.replay(text, special_as_text=special_as_text)
