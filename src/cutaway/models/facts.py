"""What an opened model is, as plain records that need no PyTorch."""

from dataclasses import dataclass
from typing import Literal

NormPlace = Literal["inputs", "results", "both", "sums", "nowhere"]


@dataclass(frozen=True, slots=True)
class Traits:
    """What is true of a model as a whole; of two stacks, of the last.

    Attributes:
        trained: False for a model that was made here with random weights.
        quantisation: how its weights were rounded when they were stored; empty where they were not, or where that is not known.
        tied: whether the unembedding is the embedding table itself.
        shared_weights: whether one set of weights serves several blocks.
        attending: how many of its blocks have attention.
        parallel: whether attention and MLP are given the same, and added together.
        gated: whether an MLP multiplies what it projects by an activated gate.
        experts: whether a router chooses among several MLPs.
        final_norm: whether the last vectors are normed before they are compared with the vocabulary.
        norm_place: what is normed: the inputs of attention and MLP, their results, both, or the sums.
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
    """What a model is, read off its modules and configuration.

    Attributes:
        architecture: the class that computes it, for example `LlamaForCausalLM`.
        kind: a decoder's tokens see only what is before them, an encoder's see each other; there are models of both.
        predicts: the next token, a masked token, or nothing (no prediction head).
        layers: how many blocks, in a model of two stacks the decoder's.
        heads, key_value_heads, d_head: of the first attention; 0 in a model without attention.
        d_model, d_mlp: sizes, of the first block where blocks differ.
        vocabulary: width of the logits, or the number of rows of the embedding table.
        context: the most tokens that the configuration, or a table of positions, is made for; None where no limit is stated.
        longest: the most tokens that a text may have; None where any number can be read, beyond `context` too.
        labels: the names of the classes that a classifier scores (`class_logits`); empty for other models.
        parameters: how many numbers were learned; shared ones count once.
        dtype, device: as PyTorch names them.
        traits: what is true of it and not of others.
        troubles: what is wrong with its weights, in sentences; empty where nothing is known to be.
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
