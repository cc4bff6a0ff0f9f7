"""The prompts view with SmolLM2's real weights: what it shows is what a plain pass gives."""

import re

import pytest
import torch
from playwright.sync_api import Page, expect

from browser.serving import Server
from cutaway import Model
from cutaway.lenses.prompt_tasks import QUESTION, TASKS

pytestmark = pytest.mark.browser
CAPITALS = TASKS[0]


def probability(model: Model, prompt: str, answer: str) -> float:
    assert model.tokenizer is not None
    before, whole = model.tokenizer.encode(prompt), model.tokenizer.encode(f"{prompt} {answer}")
    with torch.no_grad():
        logs = model.hf(input_ids=torch.tensor([whole])).logits[0].double().log_softmax(-1)
    return float(torch.stack([logs[at - 1, whole[at]] for at in range(len(before), len(whole))]).sum().exp())


def column(page: Page, name: str) -> list[str]:
    answers = page.get_by_role("list", name=f"Answers after the {name} prompt").get_by_role("listitem")
    expect(answers.first).to_be_visible()
    return answers.all_inner_texts()


def test_each_answer_has_the_probability_of_a_plain_pass(page: Page, server: Server, smollm2: Model) -> None:
    item = CAPITALS.items[4]
    page.goto(server.at("prediction", view="prompts", item=4))
    expect(page.get_by_role("heading", level=1)).to_contain_text("‘Ottawa’: ", timeout=120_000)
    for style, name in (("zero", "Zero-shot"), ("few", "Few-shot")):
        prompt = CAPITALS.template(style).replace(QUESTION, item.question)  # pyright: ignore[reportArgumentType]
        shown = column(page, name)
        assert len(shown) == 4
        for line, answer in zip(shown, (item.answer, *item.wrong), strict=True):
            expected = probability(smollm2, prompt, answer)
            percent = re.search(r"([\d.]+)\s%", line)
            if percent:
                assert float(percent[1]) / 100 == pytest.approx(expected, rel=0.006)
            else:
                assert expected < 0.001
    expect(page.get_by_text(re.compile(r"The model’s own \d+\stokens"))).to_be_visible()


def test_a_prompt_that_is_opened_is_the_text_of_all_rooms(page: Page, server: Server) -> None:
    page.goto(server.at("prediction", view="prompts", task="opposites", item=1))
    zero = page.get_by_role("region", name="Zero-shot")
    zero.get_by_role("button", name="Open this prompt").click()
    text = page.get_by_role("textbox", name="Text")
    expect(text).to_have_value(re.compile("What is the opposite of up\\?\nAnswer:$"))
    zero.get_by_role("link", name="See what comes next").click()
    expect(page.get_by_role("button", name=re.compile("Append ' down', probability 23"))).to_be_visible()


def test_a_question_of_one_s_own_in_a_changed_prompt_is_in_the_address(
    page: Page, server: Server, smollm2: Model
) -> None:
    page.goto(server.at("prediction", view="prompts"))
    page.get_by_role("combobox", name="Question").select_option("a question of your own")
    page.get_by_label("Your question").fill("Which animal barks?")
    page.get_by_label("Right answer").fill("dog")
    page.get_by_label("Wrong answers").fill("cat, fish")
    zero = page.get_by_role("region", name="Zero-shot")
    zero.get_by_role("button", name="Edit").click()
    zero.get_by_role("textbox").fill("Riddle: {question} It is a")
    expected = probability(smollm2, "Riddle: Which animal barks? It is a", "dog")
    figures = f"{expected * 100:#.3g}".rstrip(".")
    first = zero.get_by_role("list").get_by_role("listitem").first
    expect(first).to_contain_text(figures)
    page.reload()
    expect(first).to_contain_text(figures)
    expect(page.get_by_label("Right answer")).to_have_value("dog")


def test_work_can_be_stopped_and_goes_on(page: Page, server: Server) -> None:
    page.goto(server.at("prediction", view="prompts", task="sums"))
    page.get_by_role("button", name=re.compile("Measure ")).click()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text(re.compile("^Stopped: "))).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("progressbar", name="Measuring prompts")).to_be_visible()
    row = page.get_by_role("row", name=re.compile("What is 2 plus 3"))
    expect(row.get_by_text(re.compile("^(right|wrong, it begins)$")).first).to_be_attached(timeout=60_000)
