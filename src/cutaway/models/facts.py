"""Facts about an opened model, as plain records that need no PyTorch."""

from dataclasses import dataclass
from typing import Literal

NormPlace = Literal["inputs", "results", "both", "sums", "nowhere"]


@dataclass(frozen=True, slots=True)
class Traits:
    """Traits of a model as a whole; for two stacks, of the last.

    Attributes:
        trained: False for a model made here with random weights.
        quantisation: how its weights were rounded for storage; empty if they were not, or if that is unknown.
        tied: whether the unembedding is the embedding table itself.
        shared_weights: whether one set of weights serves several blocks.
        attending: how many of its blocks have attention.
        parallel: whether attention and MLP have the same input and are added together.
        gated: whether an MLP multiplies its projection by an activated gate.
        experts: whether a router chooses among several MLPs.
        final_norm: whether the last vectors are normed before they are compared with the vocabulary.
        norm_place: the normed vectors: the inputs of attention and MLP, their results, both, or the sums.
        tokens: how many rows of the vocabulary have a token; 0 without a tokenizer.
    """

    trained: bool
    quantisation: str
    tied: bool
    shared_weights: bool
    attending: int
    parallel: bool
    gated: bool
    experts: bool
    final_norm: bool
    norm_place: NormPlace
    tokens: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts about a model, read from its modules and configuration.

    Attributes:
        architecture: its class, for example `LlamaForCausalLM`.
        kind: a decoder's tokens see only earlier ones, an encoder's see each other; some models have both.
        predicts: the next token, a masked token, or nothing (no prediction head).
        layers: the number of blocks; in a two-stack model, the decoder's.
        heads, key_value_heads, d_head: of the first attention; 0 in a model without attention.
        d_model, d_mlp: sizes; of the first block if blocks differ.
        vocabulary: width of the logits, or the number of rows of the embedding table.
        context: the most tokens that the configuration, or a table of positions, is made for; None if no limit is stated.
        longest: the most tokens that a text may have; None if there is no limit, even beyond `context`.
        labels: the names of the classes that a classifier scores (`class_logits`); empty for other models.
        parameters: how many numbers were learned; shared ones count once.
        dtype, device: PyTorch's names.
        traits: traits that distinguish it from other models.
        troubles: known problems of its weights, in sentences.
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
    context: int | None
    longest: int | None
    labels: tuple[str, ...]
    parameters: int
    dtype: str
    device: str
    traits: Traits
    troubles: tuple[str, ...] = ()
