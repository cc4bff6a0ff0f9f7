"""The exact sequence of steps that leads from a text to its tokens.

A text is normalised and cut into pieces, and each piece becomes tokens by the tokenizer's algorithm. Every step here is computed from the
tokenizer's own tables, and the result equals the tokenizer's own.
"""

from cutaway.tokens.replay.replay_record import Replay
from cutaway.tokens.tokenizer import Tokenizer

__all__ = ["Replay", "replay"]


def replay(tokenizer: Tokenizer, text: str, special_as_text: bool = False) -> Replay:
    """How a text becomes tokens, step by step.

    Args:
        special_as_text: read a special token that is written out in the text as plain text.

    Raises:
        BadText: the text is not valid Unicode.
        UnsupportedModel: a part of the tokenizer can't be replayed; the message names it.
    """
    return tokenizer.replay(text, special_as_text=special_as_text)
