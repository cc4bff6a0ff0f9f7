"""From logits to the next word: the same for every model that has logits."""

import torch
from torch import Tensor

from cutaway.reference.steps import softmax


def probabilities(logits: Tensor) -> Tensor:
    """`(n, vocabulary)` → the same: what each token of the vocabulary is given at each position, together one."""
    return softmax(logits)  #: softmax


def draw(p: Tensor) -> Tensor:
    """`(n, vocabulary)` probabilities → `(1,)`: the id of a token after the last position, drawn by its probability."""
    return torch.multinomial(p[-1], 1)  #: sampling
