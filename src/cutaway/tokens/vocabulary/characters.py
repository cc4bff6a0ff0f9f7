"""Properties of all characters of a vocabulary, looked up once per character and combined per token in bulk."""

from collections.abc import Callable, Sequence

import numpy as np

_END = "\udfff"
"""Follows each text: no text contains it, and with it even an empty text has a character."""


class Characters:
    """The characters of many texts in one row, with an end mark after each text.

    Args:
        texts: the texts, without lone surrogates.

    Attributes:
        lengths: `(texts,)` the number of characters of each.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        row = _END.join((*texts, "")).encode("utf-32-le", errors="surrogatepass")
        points = np.frombuffer(row, "<u4")
        present = np.zeros(0x110000, np.uint8)
        present[points] = 1
        self._each = np.flatnonzero(present)
        self._points = points
        self._starts = np.append(0, np.flatnonzero(points == ord(_END))[:-1] + 1) if texts else np.zeros(0, np.int64)
        self.lengths = np.fromiter(map(len, texts), np.int32, len(texts))

    def numbered(self, number_of: Callable[[str], int], end: int) -> np.ndarray:
        """A small number for each character of the row, and `end` for each mark: `(characters and marks,)`, uint8."""
        numbers = np.zeros(0x110000, np.uint8)
        numbers[self._each] = [end if point == ord(_END) else number_of(chr(point)) for point in self._each.tolist()]
        return numbers[self._points]

    def greatest(self, numbers: np.ndarray) -> np.ndarray:
        """For each text, the greatest of its numbers and the mark's: `(texts,)`."""
        return np.maximum.reduceat(numbers, self._starts)

    def least(self, numbers: np.ndarray) -> np.ndarray:
        """For each text, the least of its numbers and the mark's: `(texts,)`."""
        return np.minimum.reduceat(numbers, self._starts)

    def count(self, numbers: np.ndarray) -> np.ndarray:
        """For each text, the sum of its numbers and the mark's: `(texts,)`."""
        return np.add.reduceat(numbers, self._starts, dtype=np.int32)

    def first(self, numbers: np.ndarray) -> np.ndarray:
        """For each text, the first of its numbers, or the mark's if it is empty: `(texts,)`."""
        return numbers[self._starts]
