"""A program that runs another one, and ends it as soon as its own starter is gone: `python -I -S tether.py COMMAND…`

Its input is a pipe whose other end only the starter holds. However the starter ends, the pipe closes; then the command and everything
that it started are killed. It imports nothing from Cutaway, so that it starts at once.
"""

import os
import signal
import subprocess
import sys
import threading

POSIX = os.name == "posix"


def main(command: list[str]) -> int:
    """Runs the command and returns its exit status."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the starter, which then closes the pipe
    program = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=POSIX)

    def end_with_the_input() -> None:
        while os.read(0, 1):
            pass
        _kill(program)
        os._exit(1)

    threading.Thread(target=end_with_the_input, daemon=True).start()
    status = program.wait()
    return status if status >= 0 else 128 - status


def _kill(program: "subprocess.Popen[bytes]") -> None:
    """Ends a program and all that it started, if the system has process groups."""
    try:
        if POSIX:
            os.killpg(program.pid, signal.SIGKILL)
        else:
            program.kill()
    except OSError:
        pass  # it ended by itself


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
