"""The base of several stores: a cache of recently used values that makes missing ones."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from cachetools import Cache, LRUCache

K = TypeVar("K")
V = TypeVar("V")


class RecentStore(Generic[K, V]):
    """Keeps values up to a number or a total size, and drops the least recently used first. Methods may be called from any thread.

    Args:
        most: the most values; with `size`, the greatest total size.
        size: the size of a value. A value larger than `most` is kept alone.
    """

    def __init__(self, most: int, size: Callable[[V], int] | None = None) -> None:
        self._held: LRUCache[K, V] = LRUCache(most, size and (lambda value: min(size(value), most)))
        self._lock = threading.Lock()

    def get_or_make(self, key: K, make: Callable[[], V], fits: Callable[[V], bool] = lambda value: True) -> V:
        """The stored value, or a new one, which is then stored.

        Args:
            make: makes a new value; may raise, and then nothing is stored.
            fits: whether the stored value is acceptable.
        """
        held = self.find(key)
        if held is None or not fits(held):
            held = make()
            self.put(key, held)
        return held

    def find(self, key: K) -> V | None:
        """The stored value; None if there is none."""
        with self._lock:
            return self._held.get(key)

    def peek(self, key: K) -> V | None:
        """The same, without counting as a use."""
        with self._lock:
            return Cache.__getitem__(self._held, key) if key in self._held else None

    def keys(self) -> list[K]:
        """The keys of all stored values."""
        with self._lock:
            return list(self._held)

    def put(self, key: K, value: V) -> None:
        """Stores a value, replacing any with the same key."""
        with self._lock:
            self._held[key] = value

    def drop(self, gone: Callable[[K, V], bool]) -> None:
        """Drops the values for which `gone` is true."""
        with self._lock:
            for key in [key for key in self._held if gone(key, Cache.__getitem__(self._held, key))]:
                del self._held[key]

    def close(self) -> None:
        """Drops everything."""
        self.drop(lambda key, value: True)
