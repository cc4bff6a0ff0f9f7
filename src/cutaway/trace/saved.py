"""A trace saved as chosen tensors: readable anywhere, without the model's weights."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from cutaway.errors import NoSuchSite
from cutaway.tokens.tokenizer import Token, virtual_tokens
from cutaway.trace.site_names import SiteName, in_layer, missing
from cutaway.trace.sites import Index, normalise, squeeze_axes


@dataclass(frozen=True, eq=False)
class SavedTrace(Mapping[str, torch.Tensor]):
    """Chosen tensors of a trace, read from a file on demand. A mapping from site name to tensor.

    Attributes:
        file: the file.
        text: the text that was traced.
        tokens: its tokens.
        target: the tokens for a two-stack model's decoder; empty for one stack.
        model_name: the model's name.
        sites: name → shape of every tensor in the file, in the order of computation.
        edits: descriptions of the changes inside; empty for the model's own pass.
        facts, provenance, versions: the model's facts, the origin of its weights, and the versions that computed the tensors.
    """

    file: Path
    text: str
    tokens: tuple[Token, ...]
    target: tuple[Token, ...]
    model_name: str
    sites: Mapping[str, tuple[int, ...]]
    edits: tuple[dict[str, Any], ...]
    facts: dict[str, Any]
    provenance: dict[str, Any] | None
    versions: dict[str, str]
    _handle: Any = field(repr=False)

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of the text's tokens; virtual ones have none."""
        return tuple(token.id for token in self.tokens if not token.virtual)

    def read(self, site: str, index: Index = ()) -> torch.Tensor:
        """A tensor, or a part of it; only that part is read from the file.

        Args:
            site: a name of `sites`.
            index: integers (which drop their axis, and may be negative) and slices without step, one per axis from the first on.

        Raises:
            NoSuchSite: it was not saved; the error lists the saved ones.
            BadIndex: an index is outside the tensor.
        """
        if not isinstance(site, str) or site not in self.sites:
            raise NoSuchSite(
                f"{self.file.name} holds chosen tensors, but {site!r} is not among them.",
                f"{missing(site, self.sites).hint} For others, trace the text again and save them, or save the trace without `sites`: "
                "then every tensor can be read, with the model's weights.",
            )
        slices = normalise(index, self.sites[site], site)
        if not slices:
            return self._handle.get_tensor(site)
        return self._handle.get_slice(site)[slices][squeeze_axes(index)]

    def key_tokens(self, site: str) -> tuple[Token, ...]:
        """The tokens along the keys of a saved pattern, scores, keys or values: see `Trace.key_tokens`.

        Raises:
            NoSuchSite: it was not saved, or has no keys.
        """
        name = SiteName.of(site)
        axis = {"pattern": -1, "scores": -1, "k": 1, "v": 1}.get(name.tensor)
        if site not in self.sites or axis is None:
            raise missing(site, self.sites)
        own = self.target if name.stack == "decoder." and not name.is_cross else self.tokens
        return (*virtual_tokens(self.sites[site][axis] - len(own)), *own)

    def __getitem__(self, site: str | tuple[str, int]) -> torch.Tensor:
        """A tensor by its name, or by its name within a layer and that layer's number: `trace["pattern", 3]`."""
        return self.read(in_layer(site, self.sites) if isinstance(site, tuple) else site)

    def __iter__(self) -> Iterator[str]:
        return iter(self.sites)

    def __len__(self) -> int:
        return len(self.sites)

    def __repr__(self) -> str:
        return f"<SavedTrace of {len(self.tokens)} tokens through {self.model_name}: {len(self.sites)} tensors in {self.file.name}>"
