"""A program of ours that runs another one, and ends it as soon as whoever started this one has gone: `python -I -S tether.py COMMAND…`

Its input is a pipe whose other end nobody but the starter holds. However the starter ends, the pipe does too; then the command and
everything that it started is killed. It imports nothing of Cutaway, so that it is there at once.
"""

import os
import signal
import subprocess
import sys
import threading

POSIX = os.name == "posix"


def main(command: list[str]) -> int:
    """Runs the command; its exit status."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the starter, who then lets go of the pipe
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
    """Ends a program and all that it started, as far as the system knows groups of processes."""
    try:
        if POSIX:
            os.killpg(program.pid, signal.SIGKILL)
        else:
            program.kill()
    except OSError:
        pass  # it ended by itself


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
