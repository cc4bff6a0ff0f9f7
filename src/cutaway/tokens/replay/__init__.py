"""The exact sequence of steps that leads from a text to its tokens.

A text is normalised and cut into pieces, and each piece becomes tokens by the tokenizer's algorithm. Every step here is computed from the
tokenizer's own tables, and the result equals the tokenizer's own.

The modules are loaded when they are first used.
"""

from typing import TYPE_CHECKING

from cutaway.lazy import lazy

if TYPE_CHECKING:
    from cutaway.tokens.replay import replayer as replayer

__getattr__ = lazy(__name__)
