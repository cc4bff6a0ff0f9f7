"""What a replay costs: megabytes a second of CPU time, against the tokenizer's own `encode` in the same run.

    python -m benchmarks.replay [--tokenizers cl100k,llama3,…] [--megabytes 1] [--runs 3]

The text is mixed: prose in several scripts that a seed makes of word lists, this project's own code, digits, emoji. A replay is timed to
its ids (every distinct piece merged, step by step, from an empty cache), then with what cut each piece, then a second time, when all
pieces are known. The tables that a tokenizer's replays share are made before.
"""

import argparse
import gc
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import cutaway
from cutaway import Tokenizer

ROOT = Path(__file__).parents[1]
WORDS = (
    "the of and a to in is was for that on as with by it from at which river house winter number seldom understanding",
    "der die und in den von zu das mit sich des auf für ist im dem nicht ein Wörter größer Übergang Straßenbahn",
    "и в не на я быть он с что а по это она этот к но мы они город весна понимание",
    "的 一 是 不 了 人 我 在 有 他 这 中 大 来 上 国 河流 房子 冬天 语言 模型",
    "を に は が で と の も から まで 言語 モデル 単語 東京 わかります",
    "من في على إلى عن مع هذا التي كان بين نهر بيت شتاء لغة",
    "🙂 👩‍👩‍👧‍👦 🏳️‍🌈 🦜 12 2024 3.14159 1,000,000 x=1; -> != https://example.org/a?b=c",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokenizers", default="cl100k,o200k,llama3,qwen3,deepseek-v3,gemma3,smollm2,bert")
    parser.add_argument("--megabytes", type=float, default=1.0)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    text = mixed(int(options.megabytes * 1e6))
    size = len(text.encode()) / 1e6
    print(f"{size:.2f} MB, {len(text):,} characters; MB a second of CPU time; median of {options.runs} rounds\n")
    print("| tokenizer | encode | replay | with rules | again | replay ÷ encode, time |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name in options.tokenizers.split(","):
        own = cutaway.tokenizer(name).backend
        rounds = [measured(Tokenizer(own), text) for _ in range(options.runs)]
        seconds = [statistics.median(each) for each in zip(*rounds, strict=True)]
        ratio = statistics.median(replay / encode for encode, replay, *_ in rounds)
        speeds = " | ".join(f"{size / each:.1f}" for each in seconds)
        print(f"| `{name}` | {speeds} | {ratio:.2f} |", flush=True)


def measured(tokenizer: Tokenizer, text: str) -> tuple[float, float, float, float]:
    """CPU seconds of the tokenizer's own `encode`, of a first replay to its ids, of one with its rules, and of a second one to its ids."""
    tokenizer.replay("é")  # makes the tables that all texts need
    gc.collect()
    encode = spent(lambda: tokenizer.encode(text))
    replay = spent(lambda: tokenizer.replay(text).ids)
    again = spent(lambda: tokenizer.replay(text).ids)
    found = tokenizer.replay(text)
    rules = replay + spent(lambda: found.pieces)
    assert found.ids == tokenizer.encode(text)
    return encode, replay, rules, again


def mixed(bytes: int) -> str:
    """About so many bytes of mixed text, the same each time."""
    lots = random.Random(7)
    code = [
        line for file in sorted((ROOT / "src").rglob("*.py")) for line in file.read_text().splitlines(keepends=True)
    ]
    parts: list[str] = []
    left = bytes
    while left > 0:
        if lots.random() < 0.5:
            at = lots.randrange(len(code))
            part = "".join(code[at : at + 20])
        else:
            words = lots.choice(WORDS).split()
            part = " ".join(lots.choice(words) for _ in range(60)) + lots.choice((". ", "\n", ", "))
        parts.append(part)
        left -= len(part.encode())
    return "".join(parts)


def spent(work: Callable[[], object]) -> float:
    """CPU seconds of this process."""
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main()
