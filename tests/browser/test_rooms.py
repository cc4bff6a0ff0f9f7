"""What a person sees in each room, with SmolLM2's real weights."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser.serving import Server
from cutaway import Model
from cutaway.lenses.logits import predict

FRANCE = "The capital of France is"
MARY = "When Mary and John went to the store, John gave a drink to"
pytestmark = pytest.mark.browser


def type_text(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="Text")
    box.click()
    box.press("Control+a")
    box.press_sequentially(text)


def candidates(page: Page) -> list[str]:
    return [
        b.get_attribute("aria-label") or ""
        for b in page.get_by_role("list", name="The most probable tokens").get_by_role("button").all()
    ]


@pytest.mark.parametrize(("text", "token", "percent"), [(FRANCE, " Paris", 77), (MARY, " Mary", 92)])
def test_typing_a_text_shows_what_comes_next(page: Page, server: Server, text: str, token: str, percent: int) -> None:
    page.goto(server.at("prediction", text="x"))
    type_text(page, text)
    first = page.get_by_role("button", name=f"Append '{token}', probability {percent}.").first
    expect(first).to_be_visible()
    assert candidates(page)[0] == first.get_attribute("aria-label")


def test_each_candidate_s_probability_is_the_model_s(page: Page, server: Server, smollm2: Model) -> None:
    found = predict(smollm2.trace(FRANCE), top=10)
    page.goto(server.at("prediction", text=FRANCE))
    expect(page.get_by_role("button", name=re.compile("Append ' Paris'"))).to_be_visible()
    for label, candidate in zip(candidates(page), found.top, strict=True):
        shown = re.search(r"probability ([\d.]+)\s%", label)
        assert shown is not None
        assert candidate.text in label
        assert float(shown[1]) == pytest.approx(candidate.probability * 100, rel=0.005)
    rest = page.get_by_text(re.compile(r"^the other 49,142\stokens$"))
    expect(rest.locator("xpath=..")).to_contain_text(f"{found.rest_probability * 100:.1f}")
    expect(page.get_by_text(re.compile(rf"^{found.entropy:.2f}\sbits$"))).to_be_visible()


def test_every_token_is_a_chip_with_its_id(page: Page, server: Server, smollm2: Model) -> None:
    page.goto(server.at("tokens", text="x"))
    type_text(page, FRANCE)
    for i, token in enumerate(smollm2.trace(FRANCE).tokens):
        expect(
            page.get_by_role("button", name=re.compile(rf"^Token {i}: .*{token.text.strip()}, id {token.id}\b"))
        ).to_be_visible()
    expect(page.get_by_text(re.compile(r"5\s*/\s*8,192"))).to_be_visible()


def test_the_tokens_of_one_emoji_are_shown_as_one_character(page: Page, server: Server, smollm2: Model) -> None:
    page.goto(server.at("tokens", text="a 🦜 b"))
    parts = [i for i, t in enumerate(smollm2.trace("a 🦜 b").tokens) if t.start <= 2 < t.end]
    assert len(parts) > 1
    page.get_by_role("button", name=re.compile(rf"^Token {parts[-1]}: ")).click()
    detail = page.get_by_role("region", name="Selected token")
    expect(detail).to_contain_text("🦜")
    expect(detail).to_contain_text("U+1F99C")


def test_characters_that_the_vocabulary_has_no_bytes_for_are_named(page: Page, server: Server, smollm2: Model) -> None:
    text = "a\U00040000b"
    assert b"".join(t.bytes for t in smollm2.trace(text).tokens) != text.encode()
    page.goto(server.at("tokens", text=text))
    expect(page.get_by_role("note")).to_contain_text("U+40000")


def test_all_heads_are_there_and_one_opens_with_exact_weights(page: Page, server: Server, smollm2: Model) -> None:
    page.goto(server.at("attention", text=FRANCE))
    grid = page.get_by_role("grid", name=re.compile("Attention heads"))
    expect(grid.get_by_role("button")).to_have_count(270)
    grid.get_by_role("button", name="Layer 3, head 5", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where ‘ is’ looks: layer 3, head 5")
    weights = smollm2.trace(FRANCE).read("layers.3.attn.pattern", (5, 4))
    best = int(weights.argmax())
    looks = page.get_by_role("region", name="Where the query looks")
    first = looks.get_by_role("listitem").first
    expect(first).to_contain_text(f"{float(weights[best]) * 100:#.3g}".rstrip("."))
    expect(first).to_contain_text(smollm2.trace(FRANCE).tokens[best].text.strip())


def test_a_reloaded_address_shows_the_same(page: Page, server: Server) -> None:
    page.goto(server.at("attention", text="x"))
    type_text(page, MARY)
    page.get_by_role("button", name="Layer 20, head 2", exact=True).click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("Where ‘ to’ looks: layer 20, head 2")
    rows = page.get_by_role("region", name="Where the query looks").get_by_role("listitem")
    expect(rows).to_have_count(9)
    before = rows.all_inner_texts()
    page.reload()
    expect(title).to_have_text("Where ‘ to’ looks: layer 20, head 2")
    expect(page.get_by_role("textbox", name="Text")).to_have_value(MARY)
    expect(rows).to_have_count(9)
    assert rows.all_inner_texts() == before


def test_an_address_without_a_model_means_the_server_s_own(page: Page, server: Server) -> None:
    page.goto(server.at("prediction", text=FRANCE))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Paris")
    page.evaluate("location.hash = '#/prediction?text=Once+upon+a'")
    expect(page.get_by_role("heading", level=1)).to_contain_text("After ‘ a’, the model assigns")
    expect(page.get_by_role("heading", level=1)).to_contain_text("time")


def test_a_candidate_is_appended_and_taken_back(page: Page, server: Server) -> None:
    page.goto(server.at("prediction", text=FRANCE))
    page.get_by_role("button", name=re.compile("^Append ' Paris'")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("After ‘ Paris’")
    expect(page.get_by_text(re.compile(r"6\s*/\s*8,192"))).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.get_by_role("heading", level=1)).to_contain_text("After ‘ is’")


def test_running_writes_what_the_model_finds_most_probable(page: Page, server: Server, smollm2: Model) -> None:
    ids: list[int] = []
    for _ in range(4):
        ids.append(predict(smollm2.trace(FRANCE, appended=ids)).top[0].id)
    assert smollm2.tokenizer is not None
    page.goto(server.at("prediction", text=FRANCE, steps=4))
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_text(re.compile(r"9\s*/\s*8,192"))).to_be_visible()
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_enabled()
    assert page.evaluate("location.hash").endswith("then=" + ".".join(map(str, ids))) or (
        f"then={'.'.join(map(str, ids))}&" in page.evaluate("location.hash")
    )


def test_a_text_beyond_the_context_says_the_limit_and_keeps_the_tokens(page: Page, server: Server) -> None:
    page.goto(server.at("tokens", text="x"))
    page.get_by_role("textbox", name="Text").fill("word " * 9000)
    expect(page.get_by_role("alert").filter(has_text="8,192").first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Token 0: "))).to_be_visible()


def test_an_encoder_has_its_own_heads_and_predicts_nothing(page: Page, server: Server) -> None:
    page.goto(server.at("attention", model="minilm", text="Hello there"))
    expect(page.get_by_role("grid", name=re.compile("Attention heads")).get_by_role("button")).to_have_count(72)
    page.keyboard.press("4")
    expect(page.get_by_role("heading", level=1)).to_have_text("This model predicts no tokens")


def test_the_explanation_has_three_depths_and_keeps_the_one_chosen(page: Page, server: Server) -> None:
    page.goto(server.at("attention", text=FRANCE))
    margin = page.get_by_role("complementary", name="Explanation")
    texts = set()
    for depth in ("intuition", "mechanics", "mathematics"):
        page.get_by_role("radio", name=depth).check()
        expect(margin.get_by_role("heading", name="Where tokens look")).to_be_visible()
        texts.add(margin.inner_text())
    assert len(texts) == 3
    expect(margin.get_by_role("math").first).to_be_attached()
    page.reload()
    expect(page.get_by_role("radio", name="mathematics")).to_be_checked()


def test_from_text_to_the_weights_of_a_head_by_keyboard_alone(page: Page, server: Server) -> None:
    page.goto(server.at("tokens", text=""))
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type(FRANCE)
    expect(page.get_by_role("button", name=re.compile(r"^Token 4: "))).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    grid = page.get_by_role("grid", name=re.compile("Attention heads"))
    expect(grid).to_be_visible()
    page.get_by_role("button", name="Layer 0, head 0", exact=True).focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Where ‘ is’ looks: layer 2, head 1")
    page.keyboard.press("Escape")
    page.keyboard.press("4")
    first = page.get_by_role("button", name=re.compile("^Append ' Paris'"))
    expect(first).to_be_visible()
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("After ‘ Paris’")


@pytest.mark.parametrize("width", [1440, 800])
@pytest.mark.parametrize("room", ["tokens", "attention", "prediction"])
def test_nothing_overflows_sideways(page: Page, server: Server, room: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(server.at(room, text=MARY + " " + "averyveryverylongword" * 12))
    expect(page.get_by_role("main")).to_have_attribute("aria-busy", "false")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
