"""minbpe's own trainer, `RegexTokenizer` in plain Python: a task on standard input, seconds and merges on standard output."""

import json
import sys
import time
from importlib import import_module
from typing import Any

# Imported by name, because only this peer's own environment has it.
minbpe: Any = import_module("MiniBpeRust.regex")


def main() -> None:
    task = json.load(sys.stdin)
    tokenizer = minbpe.RegexTokenizer(task["pattern"])
    started, cpu = time.perf_counter(), time.process_time()
    tokenizer.train(task["text"], 256 + task["merges"])
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    made = [tokenizer.vocab[256 + number].hex() for number in range(task["merges"])]
    json.dump({"seconds": seconds, "cpu": cpu, "made": made}, sys.stdout)


if __name__ == "__main__":
    main()
