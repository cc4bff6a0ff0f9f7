"""Our side of the conversation with a peer: its process is started, asked, and ended."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any, Self

import torch

ROOT = Path(__file__).parents[2]
CLOSE = 1e-3
"""How far a peer's logits may be from Hugging Face's: other kernels round differently."""


class Peer:
    """A library in a process of its own, which computes only while it is asked something."""

    def __init__(self, name: str, folder: Path, ids: list[int]) -> None:
        """Starts it, opens the model in `folder`, and makes sure that it is the same model.

        Args:
            name: of a module beside this one, and of an environment in `.venv-peers/`.
            folder: a Hugging Face folder.
            ids: a text that its logits are compared on.
        """
        python = ROOT / ".venv-peers" / name / "bin" / "python"
        if not python.exists():
            raise SystemExit(f"error: {python.relative_to(ROOT)} is missing. Run: scripts/peers {name}")
        self.name = name
        self._process = subprocess.Popen(
            [python, "-m", f"benchmarks.peers.{name}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | {"HF_HUB_OFFLINE": "1", "TQDM_DISABLE": "1", "CUDA_VISIBLE_DEVICES": ""},
        )
        opened = self.ask("load", folder=str(folder), threads=torch.get_num_threads(), ids=ids)
        self.versions: dict[str, str] = opened["versions"]
        if not opened["difference"] <= CLOSE:
            raise SystemExit(f"error: the logits of {name} are {opened['difference']} from Hugging Face's.")

    def ask(self, what: str, **given: Any) -> dict[str, Any]:
        """Asks, and waits for the answer; ends the run with the peer's own words when it fails."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps({"ask": what, **given}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"error: {self.name} ended with {self._process.wait()} when it was asked to {what}.")
        answer = json.loads(line)
        if "error" in answer:
            raise SystemExit(f"error: {self.name} could not {what}:\n{answer['error']}")
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
