"""What a head does, measured by plain loops over one pattern: what the lens's own measures are compared with."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def measured(
    attention: NDArray[np.float64], ids: Sequence[int], causal: bool, marks: Sequence[int] = ()
) -> dict[str, float]:
    """One head's measures, query by query; those that nothing is there for are left out.

    Args:
        attention: `(queries, keys)`.
        ids: the tokens.
        marks: the positions of tokens that are punctuation.
    """
    n = len(ids)
    names = ("previous", "first", "itself", "same", "punctuation", "distance", "entropy", "focus")
    found: dict[str, list[float]] = {name: [] for name in names}
    for q in range(n):
        row = attention[q]
        view = [k for k in range(n) if not causal or k <= q]
        entropy = -sum(w * math.log2(w) for w in row if w > 0)
        if q:
            found["previous"].append(row[q - 1])
            found["first"].append(row[0])
        found["itself"].append(row[q])
        others = [k for k in view if k != q and ids[k] == ids[q]]
        if others:
            found["same"].append(sum(row[k] for k in others))
        if any(mark in view for mark in marks):
            found["punctuation"].append(sum(row[k] for k in marks))
        found["distance"].append(sum(row[k] * abs(q - k) for k in range(n)))
        found["entropy"].append(entropy)
        if len(view) > 1:
            found["focus"].append(entropy / math.log2(len(view)))
    return {name: float(np.mean(values)) for name, values in found.items() if values}
