"""The tokens that end a text."""

from cutaway.models.model import Model


def ends_of(model: Model) -> frozenset[int]:
    """Ids after which the model writes no more, as `generate` has them; none for a model that names none."""
    found = getattr(model.hf, "generation_config", None)
    ids = getattr(model.hf.config if found is None else found, "eos_token_id", None)
    return frozenset() if ids is None else frozenset(ids) if isinstance(ids, (list, tuple)) else frozenset((int(ids),))
