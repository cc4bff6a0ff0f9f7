"""A model that is open: Hugging Face's module, our tokenizer face, what it is and where it came from."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import torch
from transformers import PreTrainedModel

from cutaway.errors import BadIndex, BadText, TextTooLong, UnsupportedModel
from cutaway.models.anatomy import Anatomy, study
from cutaway.models.provenance import Provenance
from cutaway.tokens.tokenizer import Token, Tokenizer

if TYPE_CHECKING:
    from cutaway.trace.trace import Trace

UNLIMITED = 2**31
"""The context of a model that sets no limit to positions."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a model is, read off its modules and configuration.

    Attributes:
        architecture: the class that computes it, for example `LlamaForCausalLM`.
        kind: a decoder's tokens see only what is before them, an encoder's see each other.
        predicts: the next token, a masked token, or nothing (no prediction head).
        layers, heads, key_value_heads, d_model, d_head, d_mlp: sizes, of the first block where blocks differ.
        vocabulary: width of the logits, or the number of rows of the embedding table.
        context: the most tokens that a text may have.
        parameters: how many numbers were learned; shared ones count once.
        dtype, device: as PyTorch names them.
    """

    architecture: str
    kind: Literal["decoder", "encoder", "encoder-decoder"]
    predicts: Literal["next", "masked", "nothing"]
    layers: int
    heads: int
    key_value_heads: int
    d_model: int
    d_head: int
    d_mlp: int
    vocabulary: int
    context: int
    parameters: int
    dtype: str
    device: str


class Model:
    """A Hugging Face model, opened for tracing. The model itself is not changed.

    Args:
        hf: the model, already in memory.
        tokenizer: its tokenizer (of Transformers or the tokenizers library), or None: then only token ids can be traced.
        name: what to call it.
        provenance: where its weights came from, where that is known.

    Raises:
        UnsupportedModel: for a model whose inside can't be followed.
    """

    def __init__(
        self, hf: PreTrainedModel, tokenizer: Any = None, *, name: str = "", provenance: Provenance | None = None
    ) -> None:
        self.hf = hf
        self.tokenizer = (
            None if tokenizer is None else tokenizer if isinstance(tokenizer, Tokenizer) else Tokenizer(tokenizer)
        )
        self.name = name or getattr(hf.config, "name_or_path", "") or type(hf).__name__
        self.provenance = provenance
        self.lock = threading.RLock()
        """Held while the model runs under hooks: one pass at a time."""
        with self.lock:
            self.anatomy: Anatomy = study(hf)
        self.facts = _facts(hf, self.anatomy)

    def trace(
        self,
        text: str | Sequence[int],
        *,
        appended: Sequence[int] = (),
        on_block: Callable[[int, int], None] | None = None,
    ) -> "Trace":
        """Runs the model once and keeps what is needed to read any tensor of the pass.

        Args:
            text: a text, or token ids.
            appended: ids of tokens that follow the text.
            on_block: called before each block with how many are done and how many there are; may raise `Cancelled` to stop.

        Raises:
            BadText: for a text without tokens, or that is no valid Unicode.
            TextTooLong: for more tokens than the model's context holds.
            BadIndex: for an id that is not in the vocabulary.
            Cancelled: when `on_block` raises it.
        """
        from cutaway.trace.record import record
        from cutaway.trace.trace import Trace

        tokens = self.tokens(text, appended)
        self.check(tokens)
        ids = torch.tensor([[token.id for token in tokens]], device=self.hf.device)
        with self.lock:
            return Trace(self, tokens, record(self.hf, self.anatomy, ids, on_block))

    def tokens(self, text: str | Sequence[int], appended: Sequence[int] = ()) -> tuple[Token, ...]:
        """The tokens of a text (or of token ids), and of what is appended to it, without running the model.

        Raises:
            BadText, BadIndex: as in `trace`.
        """
        if isinstance(text, str):
            if self.tokenizer is None:
                raise UnsupportedModel("This model was opened without a tokenizer.", "Give token ids in place of text.")
            return self.tokenizer.tokens(text, appended)
        ids = [*text, *appended]
        if self.tokenizer is None:
            return tuple(Token(id, "", b"", 0, 0) for id in ids)
        return self.tokenizer.tokens_of(ids)

    def check(self, tokens: Sequence[Token]) -> None:
        """Raises the error that says why `tokens` can't be traced, if there is one."""
        if not tokens:
            raise BadText("There is no token to trace.", "Type a text.")
        if len(tokens) > self.facts.context:
            raise TextTooLong(
                f"The text has {len(tokens):,} tokens, and {self.name} reads at most {self.facts.context:,}.",
                "Shorten the text.",
            )
        rows = _vocabulary_rows(self.hf)
        strange = next((token.id for token in tokens if not 0 <= token.id < rows), None)
        if strange is not None:
            raise BadIndex(f"{strange} is no token of {self.name}.", f"Its ids go from 0 to {rows - 1}.")

    def __repr__(self) -> str:
        facts = self.facts
        return f"<Model {self.name}: {facts.architecture}, {facts.layers} layers, {facts.heads} heads, d_model {facts.d_model}>"


def _facts(hf: PreTrainedModel, anatomy: Anatomy) -> Facts:
    block = anatomy.blocks[0]
    predicts = "nothing" if not anatomy.logits else "next" if anatomy.causal else "masked"
    return Facts(
        architecture=type(hf).__name__,
        kind="decoder" if anatomy.causal else "encoder",
        predicts=predicts,
        layers=len(anatomy.blocks),
        heads=block.heads,
        key_value_heads=block.key_value_heads,
        d_model=anatomy.d_model,
        d_head=block.d_head,
        d_mlp=block.d_mlp,
        vocabulary=anatomy.logits or _vocabulary_rows(hf),
        context=_context(hf, anatomy),
        parameters=sum(p.numel() for p in hf.parameters()),
        dtype=str(hf.dtype).removeprefix("torch."),
        device=str(hf.device),
    )


def _vocabulary_rows(hf: PreTrainedModel) -> int:
    return hf.get_input_embeddings().get_parameter("weight").shape[0]


def _context(hf: PreTrainedModel, anatomy: Anatomy) -> int:
    if anatomy.first_position is not None:  # a table of positions has just so many rows
        table = hf.get_submodule(anatomy.stem["pos_embed"].path).get_parameter("weight")
        return table.shape[0] - anatomy.first_position
    return getattr(hf.config, "max_position_embeddings", None) or UNLIMITED
