"""What follows a text: how the next token is chosen from the model's distribution.

Names and modules are loaded when they are first used: `generate.Decoder`, `generate.prefix.compare`.
"""

from typing import TYPE_CHECKING

from cutaway.lazy import lazy

if TYPE_CHECKING:
    from cutaway.generate import kv_cache as kv_cache
    from cutaway.generate import prefix as prefix
    from cutaway.generate.beams import Beams
    from cutaway.generate.config_processors import left_out, processors, requested, setting_of
    from cutaway.generate.decoder import Decoder
    from cutaway.generate.eos import Stop, eos_ids
    from cutaway.generate.sampling import Sampling, sample
    from cutaway.generate.step import Step, sampled_step, step_for
    from cutaway.generate.threads import one_thread
    from cutaway.generate.tree import START

__all__ = [
    "START",
    "Beams",
    "Decoder",
    "Sampling",
    "Step",
    "Stop",
    "eos_ids",
    "left_out",
    "one_thread",
    "processors",
    "requested",
    "sample",
    "sampled_step",
    "setting_of",
    "step_for",
]

__getattr__ = lazy(
    __name__,
    {
        "cutaway.generate.beams": ("Beams",),
        "cutaway.generate.config_processors": ("left_out", "processors", "requested", "setting_of"),
        "cutaway.generate.decoder": ("Decoder",),
        "cutaway.generate.eos": ("Stop", "eos_ids"),
        "cutaway.generate.sampling": ("Sampling", "sample"),
        "cutaway.generate.step": ("Step", "sampled_step", "step_for"),
        "cutaway.generate.threads": ("one_thread",),
        "cutaway.generate.tree": ("START",),
    },
)
