"""How our own helper programs report: as JSON lines in a file that `subprocesses.run_reporting` reads.

Lines are `{"step": …}` during the work and finally either `{"result": …}` or `{"problem": …}`.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cutaway.errors import CutawayError
from cutaway.system_errors import cache_refused

PARENT_SECONDS = 0.5

Tell = Callable[[str, int, int | None, str], None]


def main(work: Callable[[list[str], Tell], dict[str, Any]]) -> None:
    """Does the work of the command line, reports its result, and ends the process.

    Args:
        work: takes the arguments after the report's path, and a callback for steps (what, done, total, unit).
    """
    report, lock = Path(sys.argv[1]), threading.Lock()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()

    def write(kind: str, content: dict[str, Any]) -> None:
        with lock, report.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({kind: content}) + "\n")

    def tell(what: str, done: int = 0, total: int | None = None, unit: str = "") -> None:
        write("step", {"what": what, "done": done, "total": total, "unit": unit})

    try:
        write("result", work(sys.argv[2:], tell))
    except CutawayError as error:
        write("problem", {"code": error.code, "message": error.message, "hint": error.hint})
        sys.exit(1)
    except Exception as error:
        refused = cache_refused(error, report.parent)
        if refused is None:
            raise
        write("problem", {"code": refused.code, "message": refused.message, "hint": refused.hint})
        sys.exit(1)


def _end_with(parent: int) -> None:
    """Ends this process once its parent is gone, because the parent's lock is gone too."""
    while os.getppid() == parent:
        time.sleep(PARENT_SECONDS)
    os._exit(1)
