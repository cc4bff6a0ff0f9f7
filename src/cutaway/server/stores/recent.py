"""What several stores are: the values that were used last, made where they are missing."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from cachetools import Cache, LRUCache

K = TypeVar("K")
V = TypeVar("V")


class RecentStore(Generic[K, V]):
    """Holds values up to a number or a size, the least recently used out first. Methods may be called from any thread.

    Args:
        most: how many are held; where `size` is given, how much.
        size: what a value counts for. One that counts for more than `most` is held alone.
    """

    def __init__(self, most: int, size: Callable[[V], int] | None = None) -> None:
        self._held: LRUCache[K, V] = LRUCache(most, size and (lambda value: min(size(value), most)))
        self._lock = threading.Lock()

    def get_or_make(self, key: K, make: Callable[[], V], fits: Callable[[V], bool] = lambda value: True) -> V:
        """The value that is held, or else a new one, which is held from now on.

        Args:
            make: makes it; may raise, and then nothing is held.
            fits: whether the value that is held will do.
        """
        held = self.find(key)
        if held is None or not fits(held):
            held = make()
            self.put(key, held)
        return held

    def find(self, key: K) -> V | None:
        """The value that is held; None where there is none."""
        with self._lock:
            return self._held.get(key)

    def peek(self, key: K) -> V | None:
        """The same, and it does not count as a use."""
        with self._lock:
            return Cache.__getitem__(self._held, key) if key in self._held else None

    def keys(self) -> list[K]:
        """The keys of all that is held."""
        with self._lock:
            return list(self._held)

    def put(self, key: K, value: V) -> None:
        """Hold a value, in the place of one of the same key."""
        with self._lock:
            self._held[key] = value

    def drop(self, gone: Callable[[K, V], bool]) -> None:
        """Let those go for which this is true."""
        with self._lock:
            for key in [key for key in self._held if gone(key, Cache.__getitem__(self._held, key))]:
                del self._held[key]

    def close(self) -> None:
        """Let all go."""
        self.drop(lambda key, value: True)
