"""Replays one tokenizer: how it cuts, how its model reads, and which tokens it puts around a text."""

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import tokenizers

from cutaway.errors import BadText, UnsupportedModel
from cutaway.tokens.backend import Encoded, Library
from cutaway.tokens.replay.bpe import ByMerges, ByRanks
from cutaway.tokens.replay.bpe_replay import Merged
from cutaway.tokens.replay.hugging_face_parts import settings
from cutaway.tokens.replay.normalising import Normalisation, Normaliser
from cutaway.tokens.replay.pre_tokens import Cutter, PreTokens, Rule
from cutaway.tokens.replay.pretokenise_hf import HuggingFaceCutter
from cutaway.tokens.replay.pretokenise_tiktoken import RankedCutter
from cutaway.tokens.replay.replay_record import Replay
from cutaway.tokens.replay.unigram import Unigram
from cutaway.tokens.replay.why_not_merged import WhyNotMerged, why_apart
from cutaway.tokens.replay.word_level import WordLevel
from cutaway.tokens.replay.wordpiece import WordPiece
from cutaway.tokens.replay.words import Algorithm, Word
from cutaway.tokens.sandbox.cutting import SandboxedCutter, SandboxedNormaliser
from cutaway.tokens.sandbox.sandboxed_backend import SandboxedLibrary

if TYPE_CHECKING:
    from cutaway.tokens.tokenizer import Tokenizer

KEPT = 200_000
"""How many distinct pieces to cache; beyond that, the cache is cleared."""


class Replayer:
    """Replays texts of one tokenizer. Pieces with the same text go through the model once.

    Args:
        cutter: cuts texts.
        algorithm: turns pieces into tokens.
        normaliser: normalises texts; None for no normalisation.
        around: ids in front of a text and behind it.
    """

    def __init__(
        self,
        cutter: Cutter,
        algorithm: Algorithm,
        normaliser: Normaliser | SandboxedNormaliser | None = None,
        around: tuple[tuple[int, ...], tuple[int, ...]] = ((), ()),
    ) -> None:
        self.cutter = cutter
        self.algorithm = algorithm
        self.normaliser = normaliser
        self.around = around
        self._words: dict[str, Word] = {}

    def replay(self, text: str, *, special_as_text: bool) -> Replay:
        """How a text becomes tokens."""
        cuts = self.cutter.cut(text, special_as_text=special_as_text)
        words: list[Word | None] = list(map(self._words.get, cuts.texts))
        for i, word in enumerate(words):
            if i in cuts.added:
                words[i] = None
            elif word is None:
                words[i] = self._word(cuts.texts[i])
        return Replay(text, self.algorithm.name, *self.around, cuts, words, special_as_text, self)

    def rules(self, text: str, cuts: PreTokens, *, special_as_text: bool) -> list[Rule]:
        """The rule that cut each piece."""
        return self.cutter.rules(text, cuts, special_as_text=special_as_text)

    def normalisations(self, text: str, cuts: PreTokens) -> tuple[Normalisation, ...]:
        """The effect of each normaliser."""
        return self.normaliser.steps(text, cuts) if self.normaliser else ()

    def why_apart(self, word: Merged, boundary: int) -> WhyNotMerged:
        """Why two neighbouring tokens of a piece were not merged."""
        assert isinstance(self.algorithm, ByMerges | ByRanks)  # no other algorithm merges
        return why_apart(self.algorithm, word, boundary)

    def _word(self, piece: str) -> Word:
        word = self._words.get(piece)
        if word is None:
            if len(self._words) >= KEPT:
                self._words.clear()
            word = self._words[piece] = self.algorithm.word(piece)
        return word


_REPLAYERS: "WeakKeyDictionary[Tokenizer, Replayer]" = WeakKeyDictionary()


def replayer_of(tokenizer: "Tokenizer") -> Replayer:
    """The replayer of a tokenizer; it is built once, which takes a second for a large vocabulary.

    Raises:
        UnsupportedModel: a part of the tokenizer can't be replayed.
    """
    found = _REPLAYERS.get(tokenizer)
    if found is None:
        found = _REPLAYERS[tokenizer] = _made(tokenizer)
    return found


def _made(tokenizer: "Tokenizer") -> Replayer:
    own, library = tokenizer.backend, tokenizer.library
    sandboxed = library if isinstance(library, SandboxedLibrary) else None
    cutter = SandboxedCutter(sandboxed) if sandboxed else cutter_of(own)
    if not isinstance(own, tokenizers.Tokenizer):
        return Replayer(cutter, ByRanks(own._mergeable_ranks))
    normaliser = SandboxedNormaliser(sandboxed) if sandboxed else Normaliser(own.normalizer)
    byte_level = not isinstance(cutter, RankedCutter) and cutter.byte_level
    return Replayer(cutter, _algorithm(own, byte_level), normaliser, _around(library))


def cutter_of(own: Any) -> HuggingFaceCutter | RankedCutter:
    """A cutter like that of a tokenizer of the `tokenizers` library, or of an encoding of tiktoken.

    Raises:
        UnsupportedModel: its pre-tokenizer can't be inspected.
    """
    if not isinstance(own, tokenizers.Tokenizer):
        return RankedCutter(own)
    return HuggingFaceCutter(own, as_text=type(own.model).__name__ == "BPE")


def _algorithm(own: Any, byte_level: bool) -> Algorithm:
    kind = type(own.model).__name__
    state = settings(own.model, "model")
    match kind:
        case "BPE":
            return ByMerges(state, byte_level=byte_level)
        case "WordPiece":
            return WordPiece(state)
        case "Unigram":
            return Unigram(state)
        case "WordLevel":
            return WordLevel(state)
        case _:
            raise UnsupportedModel(f"The way {kind} makes tokens is unknown here.", "Its tokens can still be shown.")


def _around(library: Library) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The ids that the tokenizer puts in front of any text and behind it."""
    encoding = _encoded_something(library)
    if encoding is None or encoding.added is None:
        return (), ()
    added = [*encoding.added]
    front = added.index(False) if False in added else len(added)
    return tuple(encoding.ids[:front]), tuple(
        id for id, put in zip(encoding.ids[front:], added[front:], strict=True) if put
    )


def _encoded_something(library: Library) -> Encoded | None:
    """The encoding of some text that the vocabulary can write; None if no attempt succeeds."""
    for id in (None, *library.known()[:_TRIED]):
        text = "a" if id is None else (library.bytes_of(id) or b"").decode(errors="ignore")
        try:
            encoding = library.encoded(text, special_as_text=True)
        except BadText:
            continue
        if encoding.added is None or False in encoding.added:
            return encoding
    return None


_TRIED = 100
"""How many tokens' texts to try."""
