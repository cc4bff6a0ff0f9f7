"""Real servers on loopback for tests, with small random models that need no weights."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import tokenizers
import torch
from fastapi import FastAPI
from tokenizers import decoders, models, pre_tokenizers
from transformers import BertConfig, BertModel, LlamaConfig, LlamaForCausalLM, T5Config, T5ForConditionalGeneration

from cutaway import Model
from cutaway.progress import Progress
from cutaway.server.app import create_app
from cutaway.server.run import Server, configuration, listen
from cutaway.server.stores.models import ModelStore
from support.architectures import CONFIGS, FURTHER

TINY = "tests/tiny"
SMALL_CONTEXT = "tests/small-context"
HEADLESS = "tests/headless"
TWO_STACKS = "tests/two-stacks"
NO_ATTENTION = "tests/no-attention"
HYBRID = "tests/hybrid"
CONTEXT = 4096


def byte_tokenizer() -> tokenizers.Tokenizer:
    """A tokenizer whose tokens are the 256 bytes, by the library's own table of byte-level characters."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = tokenizers.Tokenizer(models.BPE({character: id for id, character in enumerate(alphabet)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def tiny(name: str = TINY, *, context: int = CONTEXT, layers: int = 4) -> Model:
    """A random model of Llama type over bytes; the same numbers each time."""
    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=256, hidden_size=24, intermediate_size=40, num_hidden_layers=layers, num_attention_heads=3,
        num_key_value_heads=3, max_position_embeddings=context, initializer_range=0.4,
    )  # fmt: skip
    return Model(LlamaForCausalLM(config).eval(), byte_tokenizer(), name=name)


def headless() -> Model:
    """A random encoder of BERT type over bytes, without a prediction head."""
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=256, hidden_size=24, intermediate_size=40, num_hidden_layers=2, num_attention_heads=3,
        max_position_embeddings=64,
    )  # fmt: skip
    return Model(BertModel(config).eval(), byte_tokenizer(), name=HEADLESS)


def two_stacks() -> Model:
    """A random encoder–decoder of T5 type over bytes."""
    torch.manual_seed(7)
    config = T5Config(
        vocab_size=256, d_model=24, d_kv=8, d_ff=40, num_layers=3, num_decoder_layers=2, num_heads=3,
        eos_token_id=255, pad_token_id=0,
    )  # fmt: skip
    config.decoder_start_token_id = 0
    return Model(T5ForConditionalGeneration(config).eval(), byte_tokenizer(), name=TWO_STACKS)


def open_small(name: str, progress: Progress, cancelled: Callable[[], bool]) -> Model:
    """Opens the models of this module by name."""
    if name == HEADLESS:
        return headless()
    if name == TWO_STACKS:
        return two_stacks()
    if name in (NO_ATTENTION, HYBRID):
        hf = (CONFIGS["mamba"] if name == NO_ATTENTION else FURTHER["jamba"])()
        return Model(hf, byte_tokenizer(), name=name)
    return tiny(name, context=16 if name == SMALL_CONTEXT else CONTEXT)


@dataclass
class Page:
    """What a browser's page can do: requests to one server, under one page id."""

    url: str
    client: httpx.Client

    def post(self, path: str, /, **json: Any) -> httpx.Response:
        return self.client.post(path, json=json)

    def get(self, path: str, /, **query: Any) -> httpx.Response:
        return self.client.get(path, params=query)

    def trace(self, text: str, model: str = TINY, appended: list[int] | None = None) -> dict[str, Any]:
        answer = self.post("/api/traces", model=model, text=text, appended=appended or [])
        assert answer.status_code == 200, answer.text
        return answer.json()

    def open_tokenizer(self, name: str) -> dict[str, Any]:
        """Open a tokenizer and wait until it is ready or has failed."""
        answer = self.client.post("/api/tokenizers/open", params={"name": name})
        assert answer.status_code == 200, answer.text
        status, deadline = answer.json(), time.monotonic() + 120
        while status["state"] == "opening":
            assert time.monotonic() < deadline, status
            time.sleep(0.02)
            (status,) = (each for each in self.get("/api/tokenizers").json() if each["name"] == name)
        return status

    def open(self, model: str) -> dict[str, Any]:
        """Open a model and wait until it is ready or has failed."""
        status = self.client.post("/api/model/open", params={"name": model}).json()
        deadline = time.monotonic() + 120
        while status["state"] == "opening":
            assert time.monotonic() < deadline, status
            time.sleep(0.02)
            status = self.get("/api/model", name=model).json()
        return status


@dataclass
class Running:
    """A server that runs."""

    url: str
    app: FastAPI

    @contextmanager
    def page(self, id: str = "page", timeout: float = 60) -> Iterator[Page]:
        with httpx.Client(base_url=self.url, headers={"X-Cutaway-Page": id}, timeout=timeout) as client:
            yield Page(self.url, client)


@contextmanager
def running(library: ModelStore, **options: Any) -> Iterator[Running]:
    """Run a server with this library in a thread, on a free port."""
    app = create_app(library, **options)
    with listen("127.0.0.1", 0) as listening:
        config = configuration(app, log_level="error", timeout_graceful_shutdown=2)
        server = Server(config, app)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield Running(f"http://127.0.0.1:{listening.getsockname()[1]}", app)
        finally:
            server.should_exit = True
            thread.join(20)
            library.close()
            assert not thread.is_alive()
