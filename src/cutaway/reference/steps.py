"""The steps that transformers share, written out by hand: nothing here calls a function that does the step for it.

Shapes: `n` positions, `d` the width of the residual stream, `h` heads of width `w`.
"""

import math
from collections.abc import Mapping

import torch
from torch import Tensor

Weights = Mapping[str, Tensor]
"""A model's parameters by their paths."""


def linear(x: Tensor, weights: Weights, path: str) -> Tensor:
    """`(n, inputs)` → `(n, outputs)`: a projection, with its bias where it has one. PyTorch keeps the matrix as `(outputs, inputs)`."""
    y = x @ weights[f"{path}.weight"].T
    return y + weights[f"{path}.bias"] if f"{path}.bias" in weights else y


def layer_norm(x: Tensor, weights: Weights, path: str, epsilon: float) -> Tensor:
    """Each position's vector with mean 0 and variance 1, then scaled and moved by learned numbers."""
    centred = x - x.mean(-1, keepdim=True)
    variance = (centred**2).mean(-1, keepdim=True)
    return centred / torch.sqrt(variance + epsilon) * weights[f"{path}.weight"] + weights[f"{path}.bias"]


def rms_norm(x: Tensor, weights: Weights, path: str, epsilon: float) -> Tensor:
    """Each position's vector divided by its root mean square, then scaled by learned numbers."""
    return x / torch.sqrt((x**2).mean(-1, keepdim=True) + epsilon) * weights[f"{path}.weight"]


def split(x: Tensor, heads: int) -> Tensor:
    """`(n, h·w)` → `(h, n, w)`: each head gets its own columns."""
    return x.reshape(len(x), heads, -1).transpose(0, 1)


def concatenate(z: Tensor) -> Tensor:
    """`(h, n, w)` → `(n, h·w)`: the heads side by side again."""
    return z.transpose(0, 1).reshape(z.shape[1], -1)


def softmax(scores: Tensor) -> Tensor:
    """Exponentials divided by their sum; the largest score is taken away first, so that none overflows."""
    powers = torch.exp(scores - scores.amax(-1, keepdim=True))
    return powers / powers.sum(-1, keepdim=True)


def causal(n: int) -> Tensor:
    """What is added to scores so that no query sees a key ahead of it: `(n, n)`, 0 or −∞."""
    return torch.full((n, n), -math.inf).triu(1)


def rotate(x: Tensor, theta: float) -> Tensor:
    """Turns each head's vectors, `(h, n, w)`: rotary positions. Dimensions `i` and `i + w/2` are a point in a plane.

    It is turned by an angle that grows with the position.
    """
    half = x.shape[-1] // 2
    speeds = theta ** (-torch.arange(half) / half)
    angles = torch.arange(x.shape[1])[:, None] * speeds
    a, b = x[..., :half], x[..., half:]
    return torch.cat([a * angles.cos() - b * angles.sin(), b * angles.cos() + a * angles.sin()], -1)


def sinusoid(n: int, d: int) -> Tensor:
    """`(n, d)`: the positions of the original paper, waves of ever greater length; the sines first, then the cosines."""
    waves = 10000 ** (-torch.arange(0, d, 2) / d)
    angles = torch.arange(n)[:, None] * waves
    return torch.cat([angles.sin(), angles.cos()], -1)


def gelu(x: Tensor) -> Tensor:
    """`x` times the share of a normal distribution that lies below it."""
    return x * (1 + torch.erf(x / math.sqrt(2))) / 2


def gelu_by_tanh(x: Tensor) -> Tensor:
    """The same, nearly, without the error function."""
    return x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))) / 2


def silu(x: Tensor) -> Tensor:
    """`x` times its own sigmoid."""
    return x / (1 + torch.exp(-x))


def relu(x: Tensor) -> Tensor:
    """`x` where it is above zero."""
    return x.clamp(min=0)


ACTIVATIONS = {"gelu": gelu, "gelu_new": gelu_by_tanh, "silu": silu, "swish": silu, "relu": relu}
"""By the names that configurations use."""
