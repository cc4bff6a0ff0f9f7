"""How many tokens a text takes, by the size of the vocabulary."""

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
    """The size of a text under a vocabulary.

    Attributes:
        vocabulary: the size of the vocabulary, including special tokens.
        tokens: the length of the text in tokens.
        bytes: its length in bytes.
        unknown_tokens: how many of the tokens are unknown tokens, for text that the vocabulary can't write.
        unknown_bytes: how many bytes these stand for.
    """

    vocabulary: int
    tokens: int
    bytes: int
    unknown_tokens: int = 0
    unknown_bytes: int = 0

    @property
    def bytes_per_token(self) -> float:
        """The mean number of bytes per token, without unknown tokens and their bytes: one of them may stand for a lot."""
        return (self.bytes - self.unknown_bytes) / max(self.tokens - self.unknown_tokens, 1)


def compression(trained: Trained, text: str, merges: Iterable[int] | None = None) -> list[Compression]:
    """A text under the first k merges of a byte-pair encoding, for each k of `merges`, or for every k.

    The text is encoded once. Each token comes from its own merge and those of its parts, so merges can be counted, and each occurrence
    shortens the text by one token.

    Raises:
        BadIndex: there are fewer merges.
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
        raise BadIndex("There are fewer merges.", f"This training has {len(encoder.pairs):,}.")
    return [Compression(BYTES + k + len(trained.specials), tokens[k], length) for k in asked]


def compressed_by(tokenizer: Tokenizer, text: str) -> Compression:
    """A text under any tokenizer, without special tokens around it."""
    library = tokenizer.library
    encoded = library.encoded(text, special_as_text=True)
    tokens = len(encoded.ids) - sum(encoded.added or ())
    unknown = [at for at, id in enumerate(encoded.ids) if id == library.unknown]
    offsets = encoded.offsets or []
    lost = sum(len(text[slice(*offsets[at])].encode()) for at in unknown) if offsets else 0
    return Compression(tokenizer.size, tokens, len(text.encode()), len(unknown), lost)
