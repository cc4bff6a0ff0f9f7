"""How many tokens a text is, against the size of the vocabulary."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from cutaway.errors import BadIndex
from cutaway.tokens.tokenizer import Tokenizer
from cutaway.tokens.training.bpe_merges import BYTES
from cutaway.tokens.training.encoding import encoder_of
from cutaway.tokens.training.trained import Trained


@dataclass(frozen=True, slots=True)
class Compression:
    """What a vocabulary makes of a text.

    Attributes:
        vocabulary: how many tokens the vocabulary has, special ones included.
        tokens: how many tokens the text is.
        bytes: how many bytes it is.
        unknown_tokens: how many of the tokens say only that something stood there which the vocabulary can't write.
        unknown_bytes: how many of the bytes these stand for.
    """

    vocabulary: int
    tokens: int
    bytes: int
    unknown_tokens: int = 0
    unknown_bytes: int = 0

    @property
    def bytes_per_token(self) -> float:
        """How many bytes a token stands for on average. Unknown tokens are not counted, nor what they stand for: one may stand for much."""
        return (self.bytes - self.unknown_bytes) / max(self.tokens - self.unknown_tokens, 1)


def compression(trained: Trained, text: str, merges: Iterable[int] | None = None) -> list[Compression]:
    """A text under the first k merges of a byte-pair encoding, for each k of `merges`, or for all from none to all.

    The text is encoded once. A token of it was made by its own merge and by those that made its parts, so each merge is counted as often as
    it happened, and each time it happened made one token fewer.

    Raises:
        BadIndex: there are not so many merges.
    """
    encoder = encoder_of(trained)
    used = Counter(encoder.encode(text))
    happened = [0] * len(encoder.pairs)
    for place in reversed(range(len(encoder.pairs))):
        happened[place] = times = used[BYTES + place]
        for part in encoder.pairs[place]:
            used[part] += times
    length = len(text.encode())
    tokens = [length, *(length - fewer for fewer in accumulate(happened))]
    asked = range(len(tokens)) if merges is None else [*merges]
    if any(not 0 <= k < len(tokens) for k in asked):
        raise BadIndex("There are not so many merges.", f"This training has {len(encoder.pairs):,}.")
    return [Compression(BYTES + k + len(trained.specials), tokens[k], length) for k in asked]


def compressed_by(tokenizer: Tokenizer, text: str) -> Compression:
    """A text under any tokenizer, without the special tokens that it puts around it."""
    library = tokenizer.library
    encoded = library.encoded(text, special_as_text=True)
    tokens = len(encoded.ids) - sum(encoded.added or ())
    unknown = [at for at, id in enumerate(encoded.ids) if id == library.unknown]
    offsets = encoded.offsets or []
    lost = sum(len(text[slice(*offsets[at])].encode()) for at in unknown) if offsets else 0
    return Compression(tokenizer.size, tokens, len(text.encode()), len(unknown), lost)
