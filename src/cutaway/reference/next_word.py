"""From logits to the next word: the same for every model that has logits."""

import torch
from torch import Tensor

from cutaway.reference.steps import softmax


def next_word(logits: Tensor) -> tuple[Tensor, Tensor]:
    """What each token is given at each position, `(n, vocabulary)`, and the id `(1,)` of one that is drawn after the last.

    Args:
        logits: `(n, vocabulary)`.
    """
    p = softmax(logits)  #: softmax
    token = torch.multinomial(p[-1], 1)  #: sampling
    return p, token
