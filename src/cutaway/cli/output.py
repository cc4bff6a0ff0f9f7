"""Output of commands: progress and errors on stderr, answers on stdout."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from cutaway.errors import BadText, CutawayError
from cutaway.progress import Progress, ProgressStep


def complain(error: CutawayError) -> None:
    """Prints an error and its way out."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print(Text.assemble(("Error: ", "bold red"), printable(error.message)))
    if error.hint:
        console.print(Text(printable(error.hint)))


def print_json(value: Any) -> None:
    """Prints a value as JSON, with non-ASCII characters unescaped if the output can show them."""
    wide = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    sys.stdout.write(json.dumps(value, indent=2, ensure_ascii=not wide) + "\n")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Prints a table: fitted to a terminal, or with one line per row for other outputs."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    console = Console(highlight=False)
    if console.is_terminal:
        console.print(table)
        return
    wide = Console(highlight=False, width=1_000_000)
    with wide.capture() as printed:
        wide.print(table)
    sys.stdout.writelines(f"{line.rstrip()}\n" for line in printed.get().splitlines())


def printable(text: str) -> str:
    """A text that is safe for a terminal: control characters become escapes.

    >>> printable("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)


def text_argument(given: str) -> str:
    """The text of an argument: itself, or stdin for `-`.

    Raises:
        BadText: it is not UTF-8.
    """
    if given != "-":
        if any(
            "\ud800" <= character <= "\udfff" for character in given
        ):  # Python's stand-ins for bytes that it can't decode
            raise BadText("The text is not valid Unicode.", "Give it in UTF-8.")
        return given
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadText(
            f"The text from stdin is not UTF-8: byte {error.start} can't be read.",
            "Convert it first, for example with iconv.",
        ) from error


def file_argument(file: str) -> str:
    """The text of a file; a byte order mark at its beginning is skipped.

    Raises:
        BadText: it can't be read, or is not UTF-8.
    """
    try:
        return Path(file).read_bytes().decode("utf-8-sig")
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise BadText(
                f"{file} is not UTF-8: byte {error.start} can't be read.", "Convert it first, for example with iconv."
            ) from error
        why = getattr(error, "strerror", None) or str(error)
        raise BadText(f"{file} can't be read: {why}.", "Give the path of a text file.") from error


def note(sentence: str) -> None:
    """Prints a note about the output on stderr."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(Text(printable(sentence)))


@contextmanager
def progress_shown() -> Iterator[Progress]:
    """A `Progress` that shows each step as a bar on a terminal, or as one line in other outputs."""
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        last = ""

        def say(step: ProgressStep) -> None:
            nonlocal last
            if step.what != last:
                console.print(Text(step.what), soft_wrap=True)
                last = step.what

        yield say
        return
    bars = Bars(TextColumn("{task.description}", markup=False), BarColumn(), _Count(), console=console)
    tasks: dict[str, Any] = {}

    def show(step: ProgressStep) -> None:
        if step.what not in tasks:
            for task in tasks.values():
                bars.stop_task(task)
                bars.update(task, total=bars.tasks[task].total or 1, completed=bars.tasks[task].total or 1)
            tasks[step.what] = bars.add_task(step.what, total=None, unit=step.unit)
        bars.update(tasks[step.what], completed=step.done, total=step.total, unit=step.unit)

    with bars:
        yield show
        for task in tasks.values():
            bars.update(task, total=bars.tasks[task].total or 1, completed=bars.tasks[task].total or 1)


class _Count(ProgressColumn):
    """How much is done, in the step's unit."""

    def __init__(self) -> None:
        super().__init__()
        self._bytes = DownloadColumn()
        self._others = MofNCompleteColumn()

    def render(self, task: Task) -> Text:
        unit = task.fields.get("unit", "")
        if unit == "bytes":
            return self._bytes.render(task)
        if unit and task.total:
            return Text(f"{self._others.render(task).plain} {unit}")
        return Text("")
