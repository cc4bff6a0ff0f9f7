"""A program that trains with a library that can't be interrupted, in a process that can be killed. `in_subprocess` runs it.

python -m cutaway.tokens.training.library_program REPORT FOLDER
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cutaway.errors import CutawayError
from cutaway.store.reporting import Tell, main
from cutaway.tokens.tokenizer import Tokenizer
from cutaway.tokens.training import train_unigram, train_wordpiece
from cutaway.tokens.training.trained import TOKENIZER

if TYPE_CHECKING:
    import tokenizers

TASK = "task.json"


def work(arguments: list[str], tell: Tell) -> dict[str, Any]:
    """Does the task in a folder, and writes the tokenizer there; returns how many tokens the text has, or why there is no tokenizer."""
    folder = Path(arguments[0])
    task = json.loads((folder / TASK).read_text(encoding="utf-8"))
    learn = {"wordpiece": train_wordpiece.learn, "unigram": train_unigram.learn}[task["algorithm"]]
    try:
        tokenizer = learn(task["chunks"], task["size"], task["specials"], tell, **task["settings"])
    except CutawayError as error:
        return {"refused": [type(error).code, error.message, error.hint]}
    tokenizer.save(str(folder / TOKENIZER))
    tell("Counting the tokens of the text", 0, None, "")
    lines = [line for chunk in task["chunks"] for line in chunk.split("\n")]
    return count_tokens(tokenizer, lines)


def count_tokens(tokenizer: "tokenizers.Tokenizer", lines: list[str]) -> dict[str, int]:
    """How many tokens the lines of a text take, how many of these are unknown tokens, and how many bytes those stand for."""
    unknown = Tokenizer(tokenizer).library.unknown
    tokenizer.encode_special_tokens = True
    counted = {"text_tokens": 0, "unknown_tokens": 0, "unknown_bytes": 0}
    for line, encoding in zip(lines, tokenizer.encode_batch(lines), strict=True):
        counted["text_tokens"] += len(encoding.ids)
        for id, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
            if id == unknown:
                counted["unknown_tokens"] += 1
                counted["unknown_bytes"] += len(line[start:end].encode())
    return counted


if __name__ == "__main__":
    main(work)
