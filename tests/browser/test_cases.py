"""What people believe of tokens, on the page: chips are the library's tokens, and each verdict is worked out here anew."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest
import tiktoken
import tokenizers
import torch
from playwright.sync_api import Page, expect
from transformers.convert_slow_tokenizer import bytes_to_unicode

import cutaway
from browser.serving import Server
from cutaway import Model

pytestmark = pytest.mark.browser
TITLES = {"gpt2": "GPT-2 (r50k_base)", "qwen3": "Qwen3"}


class Read(NamedTuple):
    """A text as a library encodes it, with the bytes of each token and whether one of them is special."""

    text: str
    ids: list[int]
    pieces: list[bytes]
    special: bool


@pytest.fixture(scope="module")
def libraries() -> dict[str, Callable[[str], Read]]:
    gpt2 = cutaway.tokenizer("gpt2").backend
    qwen3 = cutaway.tokenizer("qwen3").backend
    assert isinstance(gpt2, tiktoken.Encoding)
    assert isinstance(qwen3, tokenizers.Tokenizer)
    byte = {sign: byte for byte, sign in bytes_to_unicode().items()}
    marks = {id for id, token in qwen3.get_added_tokens_decoder().items() if token.special}

    def by_gpt2(text: str) -> Read:
        ids = gpt2.encode(text, allowed_special="all")
        return Read(text, ids, [gpt2.decode_single_token_bytes(id) for id in ids], gpt2.eot_token in ids)

    def by_qwen3(text: str) -> Read:
        found = qwen3.encode(text)
        pieces = [bytes(byte[sign] for sign in token) for token in found.tokens]
        return Read(text, found.ids, pieces, bool(marks & {*found.ids}))

    return {"gpt2": by_gpt2, "qwen3": by_qwen3}


def sizes(reads: Sequence[Read]) -> list[int]:
    return [len(read.ids) for read in reads]


def even(reads: Sequence[Read]) -> bool:
    return len({(len(read.text), len(read.ids)) for read in reads}) == len({len(read.text) for read in reads})


def kept(reads: Sequence[Read]) -> bool:
    rows = ["".join(f"<{id}>" for id in read.ids) for read in reads]
    return all(rows[0] in row for row in rows)


def equal(reads: Sequence[Read]) -> bool:
    return all(read.ids == reads[0].ids for read in reads)


def in_parts(reads: Sequence[Read]) -> bool:
    parts = [[b"un", b"happi", b"ness"], [b" un", b"happi", b"ness"], [b"dis", b"agree", b"ment"]]
    return [read.pieces for read in reads] == [*parts, [b"re", b"learn", b"ing"]]


def in_threes(reads: Sequence[Read]) -> bool:
    """Whether numbers are cut just where Python puts commas into them."""
    for read in reads:
        ends = {len(b"".join(read.pieces[:at])) for at in range(len(read.pieces))}
        for number in re.finditer(r"\d+", read.text):
            groups = [len(group) for group in f"{int(number[0]):,}".split(",")]
            commas = {number.start() + sum(groups[:at]) for at in range(1, len(groups))}
            if {end for end in ends if number.start() < end < number.end()} != commas:
                return False
    return True


VERDICTS: dict[str, Callable[[Sequence[Read]], bool]] = {
    "space": kept,
    "neighbours": even,
    "arithmetic": in_threes,
    "capitals": equal,
    "indentation": lambda reads: sizes(reads)[0] > sizes(reads)[-1],
    "repeated": lambda reads: len({len(read.ids) / len(read.text) for read in reads}) == 1,
    "emoji": lambda reads: {*sizes(reads)} == {1},
    "right-to-left": lambda reads: any(b"".join(read.pieces) != read.text.encode() for read in reads),
    "accents": equal,
    "context": kept,
    "boundary": lambda reads: reads[1].ids[: len(reads[0].ids)] == reads[0].ids,
    "glitch": lambda reads: 1 not in sizes(reads),
    "unhappiness": in_parts,
    "special": lambda reads: not any(read.special for read in reads),
    "forms": lambda reads: {*sizes(reads)} == {1},
    "scripts": lambda reads: all(len(read.ids) <= len(read.text) for read in reads),
}
"""For each case, whether what people say holds of these tokens."""


def texts_of(page: Page) -> list[str]:
    fields = page.get_by_role("textbox", name=re.compile(r"^Text \d"))
    return [field.input_value() for field in fields.all()]


def test_every_case_has_the_tokens_of_the_libraries_and_the_verdict_that_they_give(
    page: Page, server: Server, libraries: dict[str, Callable[[str], Read]]
) -> None:
    page.goto(server.at("tokens", view="cases", tk="gpt2,qwen3", text="x"))
    links = page.get_by_role("navigation", name="Cases").get_by_role("link")
    expect(links).to_have_count(len(VERDICTS))
    for tokenizer in libraries:  # each is opened first
        expect(page.get_by_role("region", name=TITLES[tokenizer])).to_be_visible()
    seen = set[str]()
    for link in links.all():
        link.click()
        name = re.search(r"case=([\w-]+)", link.get_attribute("href") or "")
        assert name
        seen.add(name[1])
        title = link.inner_text()
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"{title}: ")
        texts = texts_of(page)
        holding = 0
        for tokenizer, read in libraries.items():
            expected = [read(text) for text in texts]
            for at, each in enumerate(expected, 1):
                chips = page.get_by_role("list", name=f"Text {at} under {TITLES[tokenizer]}").get_by_role("listitem")
                assert [int(chip.split("\n")[-1]) for chip in chips.all_inner_texts()] == each.ids, (name[1], each)
            holds = VERDICTS[name[1]](expected)
            holding += holds
            under = page.get_by_role("region", name=TITLES[tokenizer])
            expect(under.get_by_text("holds" if holds else "does not hold", exact=True)).to_be_visible()
        verdict = page.get_by_role("status", name="Verdict")
        expect(verdict).to_have_text(re.compile(rf"^Holds for {holding} of 2\stokenizers here\.$"))
    assert seen == {*VERDICTS}


def test_a_text_of_one_s_own_is_judged_kept_in_the_address_and_taken_back(page: Page, server: Server) -> None:
    page.goto(server.at("tokens", view="cases", tk="gpt2", case="capitals", text="x"))
    verdict = page.get_by_role("status", name="Verdict")
    expect(verdict).to_have_text(re.compile("^Holds for 0 of 1"))
    for at in range(2, 5):
        page.get_by_role("textbox", name=f"Text {at}").fill("hello")
    expect(verdict).to_have_text(re.compile("^Holds for 1 of 1"))
    page.wait_for_function("() => location.hash.includes('try4=hello')")
    page.reload()
    expect(verdict).to_have_text(re.compile("^Holds for 1 of 1"))
    page.get_by_role("button", name="Use above: ‘\u2068hello\u2069’").first.click()
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_have_value("hello")
    page.get_by_role("button", name="Back to the case’s own").click()
    expect(verdict).to_have_text(re.compile("^Holds for 0 of 1"))
    page.wait_for_function("() => !location.hash.includes('try')")


def test_special_tokens_read_as_text_stay_text(page: Page, server: Server) -> None:
    page.goto(server.at("tokens", view="cases", tk="gpt2", case="special", text="x"))
    verdict = page.get_by_role("status", name="Verdict")
    expect(verdict).to_have_text(re.compile("^Holds for 0 of 1"))
    page.get_by_role("radio", name="as text").check()
    expect(verdict).to_have_text(re.compile("^Holds for 1 of 1"))


def test_the_arrow_keys_walk_through_the_cases_and_a_hint_adds_tokenizers(page: Page, server: Server) -> None:
    page.goto(server.at("tokens", view="cases", text="x"))
    links = page.get_by_role("navigation", name="Cases").get_by_role("link")
    links.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(links.nth(2)).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Compare with three more").click()
    expect(page.get_by_role("status", name="Verdict")).to_contain_text(re.compile(r"of 4\stokenizers"))


def test_what_follows_a_prompt_with_and_without_a_space_is_what_a_plain_pass_gives(
    page: Page, server: Server, smollm2: Model
) -> None:
    assert smollm2.tokenizer is not None
    page.goto(server.at("tokens", view="cases", case="boundary", text="x"))
    for prompt in ("The capital of France is", "The capital of France is "):
        with torch.no_grad():
            logits = smollm2.hf(input_ids=torch.tensor([smollm2.tokenizer.encode(prompt)])).logits[0, -1]
        best = logits.double().softmax(-1).topk(5).values.tolist()
        shown = page.get_by_role(
            "list", name=re.compile(f"^Next token after ‘\u2068{prompt.replace(' ', '.')}\u2069’$")
        )
        items = shown.get_by_role("listitem")
        expect(items).to_have_count(5)
        for line, expected in zip(items.all_inner_texts(), best, strict=True):
            percent = re.search(r"([\d.]+)\s%", line)
            assert percent
            assert float(percent[1]) / 100 == pytest.approx(expected, rel=0.006)


def test_strange_names_say_how_many_tokens_no_text_can_give_and_lead_to_them(page: Page, server: Server) -> None:
    written = {*"".join(map(chr, (*range(0xD800), *range(0xE000, 0x110000)))).encode()}
    gpt2 = cutaway.tokenizer("gpt2").backend
    bare = [piece for piece in gpt2.token_byte_values() if len(piece) == 1 and piece[0] not in written]
    page.goto(server.at("tokens", view="cases", case="glitch", tk="gpt2,bert"))
    under = page.get_by_role("region", name=TITLES["gpt2"])
    expect(under.get_by_role("status")).to_contain_text(
        re.compile(rf"No text can give {len(bare)} of its {gpt2.n_vocab:,}\stokens\.")
    )
    expect(page.get_by_role("region", name="BERT").get_by_role("status")).to_contain_text(
        "no text was found that gives"
    )
    under.get_by_role("link", name="See them").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{len(bare)} of")
    expect(page).to_have_url(re.compile(r"(?=.*\btk=gpt2(&|$)).*\bview=vocabulary\b"))
