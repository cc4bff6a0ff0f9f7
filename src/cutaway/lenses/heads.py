"""What attention heads do: a few well-known habits, each measured as one number per head."""

import math
import unicodedata
from collections.abc import Sequence

import torch

from cutaway.arguments import checked
from cutaway.errors import UnsupportedModel
from cutaway.lenses.head_measures import MEASURES
from cutaway.lenses.patterns import Sites, check_patterns, each_layer, is_cross, tiles, visible_keys
from cutaway.model import Model
from cutaway.tokens.tokenizer import Token
from cutaway.trace.running import OnBlock
from cutaway.trace.site_names import SiteName
from cutaway.trace.trace import Trace


@checked
def head_scores(trace: Trace, sites: Sites, *, on_layer: OnBlock | None = None) -> dict[str, torch.Tensor]:
    """Measures each head on a text, by those of `MEASURES` that need only a text.

    >>> sites = [f"layers.{layer}.attn.pattern" for layer in range(30)]
    >>> scores = cutaway.lenses.head_scores(trace, sites)
    >>> scores["first"].shape
    torch.Size([30, 9])
    >>> scores["first"].mean() > 0.5  # most attention rests on the first token
    tensor(True)

    If a sink takes a part of a row, entropy and distance describe the rest.

    Args:
        sites: the layers' patterns, of one kind of attention.
        on_layer: called before each layer with the number done and the total; may raise `Cancelled` to stop.

    Returns:
        Measure → `(layers, heads)`, NaN for a missing head or if the text has nothing to measure. Cross-attention has only `first`,
        `entropy` and `focus`, because the others compare positions within one text.
    """
    check_patterns(trace, sites)
    cross = is_cross(sites)
    names = (
        ("first", "entropy", "focus") if cross else tuple(n for n in MEASURES if n not in ("induction", "duplicate"))
    )
    encoder = cross or any(site is not None and SiteName.of(site).stack == "encoder." for site in sites)
    tokens = trace.tokens if encoder or not trace.model.anatomy.two_stacks else trace.target
    scores = _empty(names, trace, sites)
    for layer, site in each_layer(sites, on_layer):
        if site is not None:
            for name, values in _measured(trace, site, tokens, cross).items():
                scores[name][layer, : len(values)] = values
    return scores


@checked
def value_lengths(trace: Trace, sites: Sites, *, on_layer: OnBlock | None = None) -> tuple[float, float] | None:
    """The mean length of the first token's value vectors, and of all other tokens', over layers and value heads.

    Args:
        sites, on_layer: as in `head_scores`.

    Returns:
        None if there are fewer than two tokens, or if a layer's values can't be read.
    """
    check_patterns(trace, sites)
    firsts, others = [], []
    for _, site in each_layer(sites, on_layer):
        if site is None:
            continue
        values = f"{site.rpartition('.')[0]}.v"
        keys = trace.key_tokens(site)
        start = sum(token.virtual for token in keys)
        if values not in trace.sites or len(keys) - start < 2:
            return None
        lengths = trace[values].double().norm(dim=-1)[:, start:]
        firsts.append(float(lengths[:, 0].mean()))
        others.append(float(lengths[:, 1:].mean()))
    return (sum(firsts) / len(firsts), sum(others) / len(others)) if firsts else None


@checked
def induction_scores(
    model: Model, *, length: int = 50, seed: int = 0, on_layer: OnBlock | None = None
) -> dict[str, torch.Tensor]:
    """Measures each head on a sequence of distinct random tokens that is repeated once (Olsson et al. 2022).

    >>> scores = cutaway.lenses.induction_scores(model)
    >>> scores["induction"].shape
    torch.Size([30, 9])
    >>> scores["induction"].max() > 0.8  # at least one head copies what followed last time
    tensor(True)

    The sequence begins with a start token if the tokenizer puts one in front of a text.

    Args:
        length: how many tokens are repeated; fewer if the model's context or vocabulary is too small.
        seed: for choosing the tokens.
        on_layer: as in `head_scores`.

    Returns:
        `induction` and `duplicate` → `(layers, heads)`; NaN for a missing head, and throughout for models that are not decoder-only.

    Raises:
        UnsupportedModel: the context is too short for a repetition.
    """
    last = model.anatomy.blocks[-1].stack
    blocks = [block for block in model.anatomy.blocks if block.stack == last]
    sites = [f"{block.name}.attn.pattern" if block.attention("attn.pattern") else None for block in blocks]
    if model.facts.kind != "decoder":
        heads = max((a.heads for block in blocks for a in block.attentions), default=0)
        return {name: torch.full((len(blocks), heads), torch.nan) for name in ("induction", "duplicate")}
    start, drawn = _random_tokens(model, length, seed)
    if len(drawn) < 2:
        raise UnsupportedModel(f"{model.name} reads too few tokens to repeat any.", "Choose a model with more context.")
    trace = model.trace([*start, *drawn, *drawn])
    scores = _empty(("induction", "duplicate"), trace, sites)
    back = len(drawn)
    before = len(start) + len(trace.tokens) - len(trace.ids)
    second = slice(before + back, before + 2 * back)
    for layer, site in each_layer(sites, on_layer):
        if site is not None:
            pattern = trace.read(site, (slice(None), second)).float()
            ahead = before + trace.sites[site][2] - trace.sites[site][1]
            for name, offset in (("induction", ahead + 1), ("duplicate", ahead)):
                found = torch.diagonal(pattern, offset, 1, 2).mean(-1)
                scores[name][layer, : len(found)] = found.cpu()
    return scores


def _measured(trace: Trace, site: str, tokens: Sequence[Token], cross: bool) -> dict[str, torch.Tensor]:
    """Measure → one number per head, of one layer. Sums run over queries, tile by tile; counts are of the queries that are measured."""
    sums: dict[str, torch.Tensor] = {}
    counts: dict[str, torch.Tensor] = {}

    def add(name: str, values: torch.Tensor, count: torch.Tensor | int) -> None:
        """Adds up values `(heads, queries)`; the count is for all heads or for each."""
        sums[name] = sums.get(name, torch.zeros(())) + values.sum(-1).cpu().double()
        counts[name] = counts.get(name, torch.zeros(())) + torch.as_tensor(count).cpu().double()

    device = trace.recording.inputs.ids.device
    looked_at = trace.key_tokens(site)
    marks = torch.tensor([_is_punctuation(token) for token in looked_at], device=device)
    ids, own = (torch.tensor(_distinct(each), device=device) for each in (looked_at, tokens))
    ahead = len(looked_at) - len(own)  # keys of virtual tokens that ask nothing
    start, asking = (sum(token.virtual for token in each) for each in (looked_at, tokens))  # of the text itself
    for queries, pattern in tiles(trace, site):
        view = visible_keys(trace, site, queries)
        seen = int(view.any(0).nonzero().max()) + 1
        pattern, view = pattern[:, :, :seen].contiguous(), view[:, :seen]  # what no query sees has no weight
        total = pattern.sum(-1)
        entropy = (torch.special.entr(pattern).sum(-1) / total + total.log()) / math.log(2)
        several = view.sum(-1) > 1
        most = view.sum(-1).clamp_min(2).float().log2()
        later = slice(0 if cross else max(0, asking + 1 - queries.start), None)
        add("entropy", entropy, entropy.shape[-1])
        add("focus", entropy / most * several, several.sum())
        if start < seen:
            add("first", pattern[:, later, start], pattern[:, later].shape[1])
        if cross:
            continue
        rows = torch.arange(queries.start + ahead, queries.stop + ahead, device=device)  # each query's own key
        columns = torch.arange(pattern.shape[-1], device=device)
        same = (ids[rows, None] == ids[:seen]) & (rows[:, None] != columns) & view
        marked = marks[:seen].float()
        far = (rows[:, None] - columns).abs().float()
        before = torch.diagonal(pattern, queries.start + ahead - 1, 1, 2)
        add("previous", before, before.shape[-1])
        add("itself", torch.diagonal(pattern, queries.start + ahead, 1, 2), len(rows))
        add("same", _weighed(pattern, same.float()), same.any(-1).sum())
        add("punctuation", pattern @ marked, (marks[:seen] & view).any(-1).sum())
        add("distance", _weighed(pattern, far), total.sum(-1))
    return {name: sums[name] / counts[name] for name in sums}


def _distinct(tokens: Sequence[Token]) -> list[int]:
    """Ids that are equal for equal tokens; each virtual token gets its own."""
    return [-1 - at if token.virtual else token.id for at, token in enumerate(tokens)]


def _weighed(pattern: torch.Tensor, by: torch.Tensor) -> torch.Tensor:
    """Each row's weights `(heads, queries, keys)` times a number for each key `(queries, keys)`, summed: `(heads, queries)`."""
    return torch.einsum("hqk,qk->hq", pattern, by)


def _is_punctuation(token: Token) -> bool:
    """Whether a token has only punctuation marks and symbols (Unicode's categories P and S), apart from a space before them."""
    text = token.text.strip()
    return (
        not (token.special or token.virtual)
        and text != ""
        and all(unicodedata.category(c)[0] in "PS" and c != "\ufffd" for c in text)
    )


def _empty(names: Sequence[str], trace: Trace, sites: Sites) -> dict[str, torch.Tensor]:
    heads = max((trace.sites[site][0] for site in sites if site is not None), default=0)
    return {name: torch.full((len(sites), heads), torch.nan) for name in names}


def _random_tokens(model: Model, length: int, seed: int) -> tuple[list[int], list[int]]:
    """The tokenizer's start token, if it puts one in front of a text, and distinct tokens of the vocabulary, none of them special."""
    tokenizer, rows = model.tokenizer, model.facts.vocabulary
    start: list[int] = []
    ids = range(rows)
    if tokenizer is not None:
        first = tokenizer.tokens("a")[0]
        start = [first.id] if first.special else []
        ids = [id for id in tokenizer.ids if id < rows and not tokenizer.is_special(id)]
    length = min(length, len(ids))
    if model.facts.context is not None:
        length = min(length, (model.facts.context - len(start)) // 2)
    order = torch.randperm(len(ids), generator=torch.Generator().manual_seed(int(seed) % 2**63))
    return start, [ids[i] for i in order[: max(0, length)].tolist()]
