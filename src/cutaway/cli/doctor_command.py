"""`cutaway doctor`: checks this machine's installation, and shows how to fix it; or lists which tensors of a model can be read."""

import argparse
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cutaway import trace
from cutaway.cli.loading import open_model
from cutaway.cli.output import print_json, print_table, progress_shown
from cutaway.doctor import examine, verify
from cutaway.trace.site_names import SiteName

if TYPE_CHECKING:
    from cutaway.trace.coverage import Covered


def run(options: argparse.Namespace) -> int:
    """Prints the findings. Returns 1 if Cutaway lacks something that it needs, a tensor differs from an independent pass, or the weights
    have a problem."""
    return _model(options) if options.model else _machine(options)


def _machine(options: argparse.Namespace) -> int:
    if options.verify:
        with progress_shown() as progress:
            findings = verify(progress)
    else:
        findings = examine()
    if options.json:
        print_json([{"name": f.name, "value": f.value, "ok": f.ok, "fix": f.fix} for f in findings])
    else:
        rows = []
        for finding in findings:
            mark = (
                "ok"
                if finding.ok and not finding.fix
                else "–"
                if finding.ok
                else "damaged"
                if options.verify
                else "missing"
            )
            rows.append((mark, finding.name, finding.value, finding.fix))
        print_table(("", "what", "found", "command"), rows)
    return 0 if all(finding.ok for finding in findings) else 1


def _model(options: argparse.Namespace) -> int:
    model = open_model(options)
    found = trace.coverage.coverage(model)
    if options.json:
        print_json(
            [
                {
                    "site": c.site,
                    "shape": c.shape,
                    "error": c.error,
                    "verified": c.verified,
                    "why": c.why,
                    "against": c.against,
                    "independent": c.independent,
                }
                for c in found
            ]
        )
    else:
        facts = model.facts
        print_table(("model", "architecture", "layers", "parameters", "precision", "device"),
                    [(model.name, facts.architecture, str(facts.layers), f"{facts.parameters:,}", facts.dtype, facts.device)])  # fmt: skip
        print()
        print_table(("site", "shape", "verified"), summary(found))
    return 0 if not model.troubles and all(c.verified or not c.shape for c in found) else 1


def summary(found: "Iterable[Covered]") -> list[tuple[str, str, str]]:
    """One line for the same site of many layers: its name, its shape, and whether it was verified or why not.

    The layers of a stack are merged into a range (`layers.0–29.attn.q`), with their worst difference.
    """
    groups: dict[tuple[str, bool, str, tuple[int, ...], str], list[Covered]] = {}
    for each in found:
        name = SiteName.of(each.site)
        groups.setdefault((name.stack, name.layer is None, name.short, each.shape, each.why), []).append(each)
    return [
        (
            _name([SiteName.of(each.site) for each in group]),
            " × ".join(map(str, group[0].shape)) or "–",
            _verdict(group),
        )
        for group in groups.values()
    ]


def _name(group: Sequence[SiteName]) -> str:
    stack = group[0].stack
    numbers = [name.layer for name in group if name.layer is not None]
    if not numbers:
        return f"{stack}{group[0].short}"
    whole = numbers == [*range(numbers[0], numbers[-1] + 1)]
    said = (
        str(numbers[0])
        if len(numbers) == 1
        else f"{numbers[0]}–{numbers[-1]}"
        if whole
        else ",".join(map(str, numbers))
    )
    return f"{stack}layers.{said}.{group[0].short}"


def _verdict(group: "list[Covered]") -> str:
    if not group[0].shape:
        return f"can't be read: {group[0].why}"
    if group[0].error is None:
        return f"not compared: {group[0].why}"
    worst = max(each.error or 0.0 for each in group)
    said = "equal bit for bit" if worst == 0 else f"differs by at most {worst:.0e}"
    if not all(each.verified for each in group):
        return f"no: {said}"
    return f"yes, {said}" if group[0].independent else f"only against {group[0].against}: {said}"
