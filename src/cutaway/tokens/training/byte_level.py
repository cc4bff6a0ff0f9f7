"""Turns merges into a tokenizer of the `tokenizers` library, with GPT-2's characters for bytes and a pattern that cuts."""

from collections.abc import Sequence

import tokenizers
from tokenizers import decoders, models, pre_tokenizers

from cutaway.tokens.byte_table import BYTE_OF
from cutaway.tokens.training.bpe_merges import BYTES, TrainedMerge
from cutaway.tokens.training.specials import add_specials

_CHARACTER_OF = {byte: character for character, byte in BYTE_OF.items()}


def byte_level(merges: Sequence[TrainedMerge], pattern: str, specials: Sequence[str] = ()) -> tokenizers.Tokenizer:
    """The tokenizer with these ids: 0 to 255 for the bytes, then one for each merge, then the special tokens.

    Args:
        pattern: the regular expression that cuts a text; the text between its matches forms pieces too.

    Raises:
        BadTraining: a special token is also an ordinary one.
    """
    pairs = [(_written(merge.pair[0]), _written(merge.pair[1])) for merge in merges]
    pieces = [_CHARACTER_OF[byte] for byte in range(BYTES)] + [left + right for left, right in pairs]
    model = models.BPE(vocab={piece: id for id, piece in enumerate(pieces)}, merges=pairs)
    tokenizer = tokenizers.Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(tokenizers.Regex(pattern), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    add_specials(tokenizer, specials)
    return tokenizer


def _written(token: bytes) -> str:
    return "".join(_CHARACTER_OF[byte] for byte in token)
