"""One forward pass with every tensor readable: records keyframes, replays blocks, and names the tensors inside.

The modules are loaded when they are first used: `trace.coverage.coverage`.
"""

from typing import TYPE_CHECKING

from cutaway.lazy import lazy

if TYPE_CHECKING:
    from cutaway.trace import coverage as coverage

__getattr__ = lazy(__name__)
