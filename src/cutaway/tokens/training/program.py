"""A program of ours: trains with a library that can't be told to stop, in a process that can be ended. `apart` runs it.

python -m cutaway.tokens.training.program REPORT FOLDER
"""

import json
from pathlib import Path
from typing import Any

from cutaway.errors import CutawayError
from cutaway.models.sources.reporting import Tell, main
from cutaway.tokens.training.trained import TOKENIZER

TASK = "task.json"


def work(arguments: list[str], tell: Tell) -> dict[str, Any]:
    """Does the task of a folder, and writes the tokenizer there; the result says how many tokens the text has, or why there is none."""
    from cutaway.tokens.training import unigram, wordpiece

    folder = Path(arguments[0])
    task = json.loads((folder / TASK).read_text(encoding="utf-8"))
    learn = {"wordpiece": wordpiece.learn, "unigram": unigram.learn}[task["algorithm"]]
    try:
        tokenizer = learn(task["chunks"], task["size"], task["specials"], tell)
    except CutawayError as error:
        return {"refused": [type(error).code, error.message, error.hint]}
    tokenizer.save(str(folder / TOKENIZER))
    tell("Counting the tokens of the text", 0, None, "")
    tokenizer.encode_special_tokens = True
    lines = [line for chunk in task["chunks"] for line in chunk.split("\n")]
    return {"text_tokens": sum(len(each.ids) for each in tokenizer.encode_batch_fast(lines))}


if __name__ == "__main__":
    main(work)
