"""`cutaway doctor`: what Cutaway finds on this machine, and the command that gives what is missing."""

import argparse

from cutaway.cli.show import print_table
from cutaway.doctor import examine


def run(options: argparse.Namespace) -> int:
    """Print what was found; 1 if something that Cutaway needs is missing."""
    findings = examine()
    rows = []
    for finding in findings:
        mark = "ok" if finding.ok and not finding.fix else "–" if finding.ok else "missing"
        rows.append((mark, finding.name, finding.value, finding.fix))
    print_table(("", "what", "found", "command"), rows)
    return 0 if all(finding.ok for finding in findings) else 1
