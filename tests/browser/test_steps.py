"""The steps from a text to its tokens on the page: by keyboard, each merge as the tokenizer's tables have it, repeated by the address."""

import re
import shutil
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

import cutaway
from browser.serving import Server
from cutaway.store import cache
from cutaway.tokens.replay.bpe_replay import Merged
from support.small_tokenizers import unigram, word_level

TEXT = "The unhappiness of naïve tokenisers"
LEARNT = Path(sysconfig.get_path("stdlib"), "argparse.py").read_text(encoding="utf-8")
pytestmark = pytest.mark.browser


def unhappiness() -> Merged:
    word = cutaway.tokenizer("gpt2").replay(TEXT).pieces[1].word
    assert isinstance(word, Merged)
    return word


def test_each_step_by_keyboard_is_the_next_merge(page: Page, server: Server) -> None:
    word = unhappiness()
    page.goto(server.at("tokens", view="steps", tk="gpt2", text=TEXT, piece=1))
    title = (
        f"‘ unhappiness’ becomes {len(word.ids)}\N{NO-BREAK SPACE}tokens in {len(word.merges)}\N{NO-BREAK SPACE}merges"
    )
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.locator("#stage").focus()
    page.keyboard.press("Home")
    said = page.get_by_role("status").filter(has_text=re.compile(r"\bcharacters\b|\bmerges?\b|^Merge", re.I))
    expect(said).to_contain_text(f"The piece has {len(' unhappiness')}\N{NO-BREAK SPACE}characters")
    page.keyboard.press("ArrowRight")
    for number, merge in enumerate(word.merges, 1):
        expect(said).to_contain_text(f"{merge.rank:,}, ‘")
        page.keyboard.press("ArrowRight")
        expect(said).to_contain_text(f"Merge {number} of {len(word.merges)}, rank {merge.rank:,}:")
    expect(page.get_by_role("slider", name="Step")).to_have_value(str(len(word.merges) + 1))


def test_play_goes_to_the_end_and_a_link_to_a_step_shows_it(page: Page, server: Server) -> None:
    last = len(unhappiness().merges) + 1
    page.goto(server.at("tokens", view="steps", tk="gpt2", text=TEXT, piece=1, step=3, speed=16))
    slider = page.get_by_role("slider", name="Step")
    expect(slider).to_have_value("3")
    page.get_by_role("button", name="Play").click()
    expect(slider).to_have_value(str(last))
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_a_gap_says_why_and_escape_closes_it(page: Page, server: Server) -> None:
    tokenizer = cutaway.tokenizer("gpt2")
    why = tokenizer.replay(TEXT).why_apart(1, 0)
    page.goto(server.at("tokens", view="steps", tk="gpt2", text=TEXT, piece=1))
    page.get_by_role("button", name="Why no merge joins").first.click()
    note = page.get_by_role("region", name="Why these two tokens are two")
    expect(note.get_by_role("listitem")).to_have_count(len(why.meetings))
    for meeting in why.passed_over:
        expect(note).to_contain_text(f"rank {meeting.rank:,}")
        expect(note).to_contain_text(f"(rank {meeting.instead:,}")
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)


def test_wordpiece_shows_what_it_looked_up_and_the_template_around(page: Page, server: Server) -> None:
    page.goto(server.at("tokens", view="steps", tk="bert", text="Naïve tokenisers", piece=1))
    first = page.get_by_role("list", name="Looked up for token 1")
    expect(first.get_by_role("listitem").first).to_contain_text("tokenisers")
    expect(first.get_by_role("listitem").last).to_contain_text("in the vocabulary")
    expect(page.get_by_text("[CLS]")).to_be_visible()
    expect(page.get_by_role("region", name="Normalisation")).to_contain_text("naive")
    pieces = page.get_by_role("listbox", name="The text in 2\N{NO-BREAK SPACE}pieces")
    pieces.focus()
    page.keyboard.press("ArrowLeft")
    expect(pieces.get_by_role("option", name="Naïve")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("heading", name="‘naive’ becomes")).to_be_visible()


@pytest.fixture
def name() -> Iterator[str]:
    """A name that no tokenizer of this machine has, and none has afterwards."""
    name = f"of-a-test-{uuid4().hex[:8]}"
    yield name
    shutil.rmtree(cache.trained_folder(name), ignore_errors=True)


def exact(cell: Locator) -> float:
    """The number of a cell as it is on hover, once it is seen that what is written is the same to three figures."""
    said = float((cell.get_attribute("title") or "").replace("\N{MINUS SIGN}", "-"))
    assert float(cell.inner_text().replace("\N{MINUS SIGN}", "-")) == pytest.approx(said, rel=0.005)
    return said


def numbers(table: Locator) -> dict[int, tuple[float, float, float]]:
    """Of each token in a table, by id: the best sum before it, its score, and both together."""
    rows = {}
    for row in table.get_by_role("row").all()[1:]:
        id, before, score, total = row.get_by_role("cell").all()
        rows[int(id.inner_text())] = exact(before), exact(score), exact(total)
    return rows


def test_unigram_shows_the_best_way_and_every_token_that_ends_at_a_place(page: Page, server: Server, name: str) -> None:
    training = {"algorithm": "unigram", "size": 800}
    came = httpx.post(f"{server.url}api/tokenizers/train", params=training, content=LEARNT.encode(), timeout=60)
    draft = re.findall(r'"name":"(~\w+)"', came.text)[-1]
    httpx.post(f"{server.url}api/tokenizers/trained/{draft}/save", params={"as": name}).raise_for_status()
    own, text = unigram(LEARNT, 800), "the parser adds an argument"
    read = f"\N{LOWER ONE EIGHTH BLOCK}{text.replace(' ', chr(0x2581))}"
    ways = own.NBestEncode(text, nbest_size=2)
    sums = [sum(map(own.GetScore, way)) for way in ways]

    page.goto(server.at("tokens", view="steps", tk=name, text=text))
    told = page.get_by_role("status").filter(has_text="The best way")
    best, second = (f"\N{MINUS SIGN}{-each:.1f}" for each in sums)
    expect(told).to_have_text(f"The best way through has the sum {best}; the second-best {second}.")
    tokens = page.get_by_role("list", name="Tokens of the piece").get_by_role("listitem")
    expect(tokens).to_have_text([re.compile(rf"\D{id}$") for id in own.Encode(text)])
    through = numbers(page.get_by_role("table", name="The best way through"))
    assert [*through] == ways[0]
    total = 0.0
    for id, (before, score, after) in through.items():
        assert (before, score) == pytest.approx((total, own.GetScore(id)), rel=1e-5)
        total += own.GetScore(id)
        assert after == pytest.approx(total, rel=1e-5)

    place = len(read) - 3
    page.locator("#stage").focus()
    page.keyboard.press("End")
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    arriving = numbers(page.get_by_role("table", name=f"Tokens that end at place {place}"))
    ending = [own.PieceToId(read[start:place]) for start in range(place)]
    assert [*arriving] == [id for id in ending if id]
    assert {id: score for id, (_, score, _) in arriving.items()} == pytest.approx(
        {id: own.GetScore(id) for id in arriving}, rel=1e-5
    )
    *_, last = way = own.Encode(text[: place - 1])
    assert max(total for *_, total in arriving.values()) == pytest.approx(sum(map(own.GetScore, way)), rel=1e-5)
    assert max(arriving, key=lambda token: arriving[token][2]) == last
    expect(told).to_contain_text(f"it ends with ‘{own.IdToPiece(last).replace(chr(0x2581), ' ')}’")


def test_word_level_says_of_each_word_whether_it_is_a_token(page: Page, server: Server, name: str) -> None:
    own = word_level(LEARNT, 300)
    cache.trained_folder(name).mkdir(parents=True)
    own.save(str(cache.trained_folder(name) / "tokenizer.json"))
    text = "the parser xylophones"
    known, _, unknown = own.encode(text).ids
    page.goto(server.at("tokens", view="steps", tk=name, text=text, piece=0))
    expect(page.get_by_role("heading", name="‘the’ is one token")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text=f"in the vocabulary, token {known}.")).to_be_visible()
    pieces = page.get_by_role("listbox", name="The text in 3\N{NO-BREAK SPACE}pieces")
    pieces.focus()
    page.keyboard.press("End")
    expect(page.get_by_role("heading", name="‘xylophones’ is not in the vocabulary")).to_be_visible()
    expect(page.get_by_role("list", name="Tokens of the piece")).to_have_text(
        re.compile(rf"{re.escape(own.id_to_token(unknown) or '')}\s*{unknown}")
    )
    expect(page.get_by_role("button", name="Play")).to_have_count(0)
