"""A model in memory: Hugging Face's module, our tokenizer, its anatomy, its inputs and its facts."""

import copy
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Self

import torch
from torch import nn
from transformers import PreTrainedModel

from cutaway.arguments import checked, shown
from cutaway.errors import BadIndex, BadText, TextTooLong, UnsupportedModel
from cutaway.models.anatomy.anatomy import Anatomy, Attention
from cutaway.models.anatomy.infer import study
from cutaway.models.anatomy.traits import traits_of
from cutaway.models.context import runs_on, stated_context, table_rows
from cutaway.models.facts import Facts, Traits
from cutaway.models.inputs import Inputs
from cutaway.models.memory import keep_freed_memory
from cutaway.models.placement import device_of
from cutaway.models.quantised import learned_shape, stored
from cutaway.models.state import ModelState, Modules
from cutaway.store.provenance import Provenance
from cutaway.tokens.tokenizer import Token, Tokenizer, as_ids, virtual_tokens

_ARRANGEMENTS = 4
"""How many arrangements of a model's parts to cache, besides the one that it was opened with."""


class LoadedModel:
    """A Hugging Face model, opened for tracing. The model itself is not changed. `cutaway.Model` adds tracing and generation.

    See `cutaway.Model` for its arguments, how it runs, and its errors.
    """

    def __init__(
        self,
        hf: PreTrainedModel,
        tokenizer: Any = None,
        *,
        name: str = "",
        provenance: Provenance | None = None,
        further: Mapping[str, Any] | None = None,
        troubles: Sequence[str] = (),
    ) -> None:
        keep_freed_memory()
        if not isinstance(hf, nn.Module) or not hasattr(getattr(hf, "config", None), "to_dict"):
            raise UnsupportedModel(
                f"{shown(hf)} is not a model of Transformers.",
                "Give a loaded model, for example from AutoModelForCausalLM; cutaway.load(name) opens one by its name.",
            )
        self.hf = hf
        self.tokenizer = (
            None if tokenizer is None else tokenizer if isinstance(tokenizer, Tokenizer) else Tokenizer(tokenizer)
        )
        self.name = name or getattr(hf.config, "name_or_path", "") or type(hf).__name__
        self.provenance = provenance
        self.further = dict(further or {})
        self.troubles = tuple(troubles)
        self.lacks_tokenizer = ""
        """Why it has no tokenizer, if one was looked for."""
        self.lock = threading.RLock()
        """Held while the model runs under hooks: one pass at a time."""
        self.anatomy: Anatomy
        self.attentions: dict[int, tuple[Attention, ...]]
        """The id of each module that calls the attention function → its attentions, in order of call within a block."""
        self._look_inside()
        self._arrangements = [self]

    @property
    def facts(self) -> Facts:
        """The model's facts, with its present precision and device."""
        dtype, device = str(self.hf.dtype).removeprefix("torch."), str(device_of(self.hf))
        if (dtype, device) != (self._facts.dtype, self._facts.device):
            self._facts = replace(self._facts, dtype=dtype, device=device)
        return self._facts

    @property
    def bytes(self) -> int:
        """How many bytes its weights have."""
        return sum(tensor.numel() * tensor.element_size() for _, tensor in stored(self.hf))

    def as_it_is(self) -> Self:
        """The model with its present parts: itself, unless hooks, modules or adapters have changed since it was opened.

        Another arrangement is examined once; the last few are cached.

        Raises:
            UnsupportedModel: its inside can no longer be followed.
        """
        with self.lock:
            if self._modules.holds():
                return self
            for model in self._arrangements:
                now = model._modules_now()
                if now is not None and now.arranged_as(model._modules):
                    model._modules = now
                    model.attentions |= _attentions(self.hf, model.anatomy)
                    return model
            found = copy.copy(self)
            found._look_inside()
            self._arrangements.append(found)
            del self._arrangements[1:-_ARRANGEMENTS]
            return found

    def state(self) -> ModelState:
        """The state that the model's numbers depend on, for the model from `as_it_is`."""
        return ModelState(self._modules)

    def _look_inside(self) -> None:
        with self.lock:
            self.anatomy = study(self.hf, self.further)
        self.attentions = _attentions(self.hf, self.anatomy)
        tokens = 0 if self.tokenizer is None else self.tokenizer.size
        traits = traits_of(self.hf, self.anatomy, self.provenance, tokens)
        self._facts = _facts(self.hf, self.anatomy, traits, self.troubles)
        self._modules = Modules(self.hf, (block.path for block in self.anatomy.blocks))

    def _modules_now(self) -> Modules | None:
        try:
            return Modules(self.hf, (block.path for block in self.anatomy.blocks))
        except AttributeError:  # a block is no longer there
            return None

    @checked
    def target_tokens(self, target: str | Sequence[int] = (), appended: Sequence[int] = ()) -> tuple[Token, ...]:
        """The tokens for a two-stack model's decoder: its start token, then the target's tokens, without an end token."""
        target, appended = target if isinstance(target, str) else as_ids(target), as_ids(appended)
        found = self.tokens(target) if len(target) else ()
        end = getattr(self.hf.config, "eos_token_id", None)
        if isinstance(target, str) and found and found[-1].id == end:
            found = found[:-1]
        start = getattr(self.hf.config, "decoder_start_token_id", None)
        ids = [start if start is not None else 0, *(token.id for token in found), *appended]
        tokens = self.tokenizer.tokens_of(ids) if self.tokenizer else [Token(id, "", b"", 0, 0) for id in ids]
        read = len(ids) - len(appended)
        return tuple(token._replace(appended=at >= read) for at, token in enumerate(tokens))

    @checked
    def inputs(self, tokens: Sequence[Token], target: Sequence[Token] = ()) -> Inputs:
        """The model's inputs for a text: the ids of its tokens; the model adds virtual ones itself."""
        two = self.anatomy.two_stacks
        return self.inputs_of(self._ids(tokens), self._ids(target) if two else None)

    def inputs_of(self, ids: torch.Tensor, target: torch.Tensor | None = None) -> Inputs:
        """The same for ids, `(rows, tokens)`."""
        return Inputs(ids, target, self.anatomy.virtual, self.further)

    @checked
    def with_virtual(
        self, tokens: Sequence[Token], target: Sequence[Token] = ()
    ) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
        """A text's tokens, and a target's, preceded by the model's virtual ones: one for each position of a stream."""
        stacks = ("encoder.", "decoder.") if self.anatomy.two_stacks else ("", "")
        own, others = ([token for token in each if not token.virtual] for each in (tokens, target))
        before, ahead = (virtual_tokens(self.anatomy.virtual.get(stack, 0)) for stack in stacks)
        return (*before, *own), ((*ahead, *others) if others else ())

    def _ids(self, tokens: Sequence[Token]) -> torch.Tensor:
        return torch.tensor([[token.id for token in tokens if not token.virtual]], device=device_of(self.hf))

    def tokens(self, text: str | Sequence[int], appended: Sequence[int] = ()) -> tuple[Token, ...]:
        """The tokens of a text (or of token ids), and of the appended ids, without running the model.

        Raises:
            BadText, BadIndex: as in `trace`.
        """
        if isinstance(text, str):
            if self.tokenizer is None:
                why = f": {self.lacks_tokenizer}" if self.lacks_tokenizer else "."
                raise UnsupportedModel(
                    f"This model was opened without a tokenizer{why}", "Give token ids instead of text."
                )
            return self.tokenizer.tokens(text, as_ids(appended))
        ids = [*as_ids(text), *as_ids(appended)]
        if self.tokenizer is None:
            return tuple(Token(id, "", b"", 0, 0) for id in ids)
        return self.tokenizer.tokens_of(ids)

    @checked
    def token_of(self, id: int) -> Token:
        """A token by its id alone, without bounds in a text. It is empty if the model has no tokenizer, and for an unused row of a padded
        vocabulary."""
        if self.tokenizer is None or id >= self.tokenizer.size:
            return Token(id, "", b"", 0, 0)
        return self.tokenizer.tokens_of([id])[0]

    @checked
    def check(self, tokens: Sequence[Token]) -> None:
        """Raises the reason if `tokens` can't be traced."""
        tokens = [token for token in tokens if not token.virtual]
        if not tokens:
            raise BadText("There is no token to trace.", "Type a text.")
        longest = self.facts.longest
        if longest is not None and len(tokens) > longest:
            raise TextTooLong(
                f"The text has {len(tokens):,} tokens, and {self.name} reads at most {longest:,}.",
                "Shorten the text.",
            )
        rows = _vocabulary_rows(self.hf)
        strange = next((token.id for token in tokens if not 0 <= token.id < rows), None)
        if strange is not None:
            raise BadIndex(f"{strange} is not a token of {self.name}.", f"Its ids go from 0 to {rows - 1}.")

    @checked
    def beyond(self, count: int) -> str | None:
        """The warning for a text with more tokens than the model was made for, if it can still read them."""
        context = self.facts.context
        if context is None or count <= context:
            return None
        return (
            f"The text has {count:,} tokens. {self.name} reads them, but its configuration states {context:,} at most."
        )

    def why_no_words(self) -> str:
        """Why a model predicts no words."""
        labels, answers = self.facts.labels, self.anatomy.answers
        if labels:
            shown = ", ".join(labels[:6]) + (", …" if len(labels) > 6 else "")
            of = "each token" if answers["class_logits"].by_position else "a text"
            return f"{self.name} is a classifier: it scores {of} for {len(labels)} classes ({shown}), and predicts no words."
        if answers:
            return f"{self.name} gives {', '.join(answers)}, and predicts no words."
        return f"{self.name} gives a vector for each token and has no prediction head, so it predicts no words."

    def __repr__(self) -> str:
        facts = self.facts
        return f"<Model {self.name}: {facts.architecture}, {facts.layers} layers, {facts.heads} heads, d_model {facts.d_model}>"


def _attentions(hf: PreTrainedModel, anatomy: Anatomy) -> dict[int, tuple[Attention, ...]]:
    found: dict[int, dict[int, Attention]] = {}
    for block in anatomy.blocks:
        for attention in block.attentions:
            if attention.inline is None:
                found.setdefault(id(hf.get_submodule(attention.path)), {})[attention.call] = attention
    return {module: tuple(calls[number] for number in sorted(calls)) for module, calls in found.items()}


def _facts(hf: PreTrainedModel, anatomy: Anatomy, traits: Traits, troubles: tuple[str, ...]) -> Facts:
    last = anatomy.blocks[-1].stack
    layers = [block for block in anatomy.blocks if block.stack == last]
    attention = next((attention for block in layers for attention in block.attentions), None)
    context, longest = _context(hf, anatomy)
    predicts = "nothing" if not anatomy.logits else "next" if anatomy.causal else "masked"
    return Facts(
        architecture=type(hf).__name__,
        kind="encoder-decoder" if anatomy.two_stacks else "decoder" if anatomy.causal else "encoder",
        predicts=predicts,
        layers=len(layers),
        heads=attention.heads if attention is not None else 0,
        key_value_heads=attention.key_value_heads if attention is not None else 0,
        d_model=anatomy.d_model,
        d_head=attention.d_head if attention is not None else 0,
        d_mlp=layers[0].d_mlp,
        vocabulary=anatomy.logits or _vocabulary_rows(hf),
        context=context,
        longest=longest,
        labels=_labels(hf, anatomy),
        parameters=sum(learned_shape(p).numel() for p in hf.parameters()),
        dtype=str(hf.dtype).removeprefix("torch."),
        device=str(device_of(hf)),
        traits=traits,
        troubles=troubles,
    )


def _labels(hf: PreTrainedModel, anatomy: Anatomy) -> tuple[str, ...]:
    answer, names = anatomy.answers.get("class_logits"), getattr(hf.config, "id2label", None) or {}
    if answer is None or answer.shape != (len(names),):
        return ()
    return tuple(str(names[number]) for number in sorted(names))


def _vocabulary_rows(hf: PreTrainedModel) -> int:
    return learned_shape(hf.get_input_embeddings().get_parameter("weight"))[0]


def _context(hf: PreTrainedModel, anatomy: Anatomy) -> tuple[int | None, int | None]:
    """The stated context, and the most tokens that the model can read."""
    rows, stated = table_rows(hf, anatomy), stated_context(hf.config)
    own = max(anatomy.virtual.values(), default=0)  # virtual tokens take positions too
    if rows is not None:  # after those of keys alone
        return rows - own, rows - own
    own += max((a.virtual_keys for block in anatomy.blocks for a in block.attentions), default=0)
    stated = None if stated is None else stated - own
    return stated, None if runs_on(hf.config) else stated
