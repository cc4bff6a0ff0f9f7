"""What a model's own generation config asks for: the page shows it, does it, and names what it leaves to the reader."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from playwright.sync_api import Page, expect
from transformers import AutoModelForCausalLM, AutoTokenizer, LlamaConfig, LlamaForCausalLM

from browser.serving import Server, running, wait_until_ready
from browser.test_tree import ids_in
from support.tiny import write_tokenizer

TEXT = "The cat sat on the mat"
ASKED: dict[str, Any] = {"do_sample": True, "temperature": 0.6, "top_p": 0.9, "repetition_penalty": 1.3}
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asks")
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=320, hidden_size=24, intermediate_size=40, num_hidden_layers=2, num_attention_heads=3, num_key_value_heads=3,
        initializer_range=0.3,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)
    write_tokenizer(folder)
    (folder / "generation_config.json").write_text(json.dumps(ASKED))
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with running("--model", str(folder)) as server:
        wait_until_ready(server, str(folder))
        yield server


def test_a_penalty_of_the_model_s_own_stands_at_its_knob_and_can_be_had_again(
    page: Page, server: Server, folder: Path
) -> None:
    page.goto(server.at("prediction", model=str(folder), text=TEXT, view="sampling"))
    penalty = page.get_by_role("textbox", name="Repetition penalty, as a number")
    expect(penalty).to_have_value("1.3")
    group = page.get_by_role("group", name="How the next token is chosen")
    expect(group).to_contain_text("the model’s own")
    expect(group).to_contain_text("also asks for do_sample = True, temperature = 0.6 and top_p = 0.9.")
    stages = page.get_by_role("main")
    expect(stages).to_contain_text("repetition penalty 1.3")
    expect(stages).to_contain_text("The model’s own generation config asks for it.")
    penalty.fill("1")
    penalty.press("Enter")
    expect(stages).not_to_contain_text("repetition penalty 1")
    page.get_by_role("button", name="Reset repetition penalty").click()
    expect(penalty).to_have_value("1.3")
    expect(stages).to_contain_text("The model’s own generation config asks for it.")
    expect(page).not_to_have_url(re.compile("penalty="))


@pytest.mark.parametrize("penalty", [None, 1.0])
def test_the_most_probable_continuation_is_that_of_generate(
    page: Page, server: Server, folder: Path, penalty: float | None
) -> None:
    words = {} if penalty is None else {"penalty": "1"}
    page.goto(server.at("prediction", model=str(folder), text=TEXT, view="tree", write=12, **words))
    page.get_by_role("button", name="Write", exact=True).click()
    (written,) = ids_in(page, 12)
    hf: Any = AutoModelForCausalLM.from_pretrained(folder)
    ids = AutoTokenizer.from_pretrained(folder).encode(TEXT)
    given = torch.tensor([ids])

    def theirs(**options: Any) -> list[int]:
        found = hf.generate(given, max_new_tokens=12, do_sample=False, pad_token_id=0, **options)
        return found[0].tolist()[len(ids) :]

    assert written == (theirs() if penalty is None else theirs(repetition_penalty=penalty))
    assert theirs() != theirs(repetition_penalty=1.0)
