"""The walk-through: from the text to the next word, with numbers that an independent pass gives too."""

import copy
import math
import re
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Page, expect

from browser.serving import Server
from browser.walking import chosen, move_cursor, number_at_cursor, section, timeline
from cutaway import Model
from support import reference

FRANCE = "The capital of France is"
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def eager(smollm2: Model) -> dict[str, torch.Tensor]:
    """Hugging Face's own eager pass, read by hooks."""
    ids = smollm2.trace(FRANCE).ids
    return reference.read_all(copy.deepcopy(smollm2.hf), reference.FAMILIES["llama"], ids)


def test_keys_lead_to_both_ends_of_the_walk(page: Page, server: Server) -> None:
    page.goto(server.at("walk", text=FRANCE))
    expect(timeline(page)).to_be_visible()
    page.keyboard.press("j")
    expect(timeline(page)).to_be_focused()
    expect(chosen(page)).to_have_text("Embedding rows")
    page.keyboard.press("End")
    expect(chosen(page)).to_have_text("The next word")
    end = section(page, "sampling")
    expect(end).to_contain_text("Paris")
    expect(end.get_by_role("link", name=re.compile("prediction room"))).to_be_visible()
    page.keyboard.press("Home")
    expect(chosen(page)).to_have_text("Tokens")


def test_a_scaled_product_is_explained_entry_by_entry_by_keyboard(
    page: Page, server: Server, eager: dict[str, torch.Tensor], smollm2: Model
) -> None:
    page.goto(server.at("walk", text=FRANCE, stage="attn.scaled", layer=3, head=5))
    part = section(page, "layers.3.attn.scaled")
    expect(part.get_by_role("figure")).to_be_visible()
    move_cursor(page, part, 4, 1)
    scaled = number_at_cursor(part)
    assert scaled == pytest.approx(smollm2.trace(FRANCE)["layers.3.attn.scores"][5, 4, 1].item(), abs=1e-4)
    row = eager["layers.3.attn.pattern"][5, 4].log()
    move_cursor(page, part, 4, 0)
    assert scaled - number_at_cursor(part) == pytest.approx((row[1] - row[0]).item(), abs=1e-3)
    move_cursor(page, part, 4, 1)
    page.keyboard.press("Enter")
    why = part.get_by_role("region", name="Why this number")
    expect(why.get_by_role("heading")).to_contain_text("layers.3.attn.scaled[5, 4, 1]")
    for followed in ("layers.3.attn.products[5, 4, 1]", "layers.3.attn.q[5, 4, "):
        expect(why.get_by_role("button", name=f"Why {followed}").first).to_be_focused()
        page.keyboard.press("Enter")
        expect(why.get_by_role("heading")).to_contain_text(followed)


def test_a_link_that_is_pasted_leads_to_its_stage(page: Page, server: Server) -> None:
    page.goto(server.at("walk", text=FRANCE, stage="attn.q"))
    expect(section(page, "layers.0.attn.q")).to_be_in_viewport()
    page.evaluate("hash => { location.hash = hash }", server.at("walk", text=FRANCE, stage="mlp.out").split("#")[1])
    expect(section(page, "layers.0.mlp.out").get_by_role("grid")).to_be_in_viewport()


def test_arrows_go_to_another_layer_and_the_address_keeps_it(page: Page, server: Server) -> None:
    page.goto(server.at("walk", text=FRANCE, stage="attn.q"))
    expect(chosen(page)).to_have_text("Queries")
    timeline(page).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("group", name="Block 2")).to_be_visible()
    expect(page.get_by_role("slider", name="Layer", exact=True)).to_have_value("2")
    expect(section(page, "layers.2.attn.q").get_by_role("grid")).to_be_in_viewport()
    assert "layer=2" in page.evaluate("location.hash")
    page.reload()
    expect(chosen(page)).to_have_text("Queries")
    expect(section(page, "layers.2.attn.q").get_by_role("grid")).to_be_in_viewport()


def test_play_goes_on_by_itself_and_stops_at_the_end(page: Page, server: Server) -> None:
    page.goto(server.at("walk", text=FRANCE, stage="softmax"))
    expect(chosen(page)).to_have_text("Softmax")
    timeline(page).focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(chosen(page)).to_have_text("The next word")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


@pytest.mark.parametrize(
    ("site", "head", "row", "column"),
    [
        ("embed", None, 2, 5),
        ("layers.3.norm1", None, 4, 7),
        ("layers.3.attn.pattern", 5, 4, 2),
        ("layers.7.mlp.post", None, 1, 3),
        ("layers.7.resid_mid", None, 3, 0),
        ("final_norm", None, 4, 9),
        ("logits", None, 4, 12),
    ],
)
def test_a_number_on_screen_is_that_of_an_independent_pass(
    page: Page, server: Server, eager: dict[str, torch.Tensor], site: str, head: int | None, row: int, column: int
) -> None:
    place = re.match(r"layers\.(\d+)\.", site)
    state = {"layer": int(place[1])} if place else {}
    stage = re.sub(r"^layers\.\d+\.", "", site)
    page.goto(server.at("walk", text=FRANCE, stage=stage, **state, **({} if head is None else {"head": head})))
    part = section(page, site)
    expect(part.get_by_role("figure", name="Distribution of the values")).to_be_visible()
    tensor = eager[site] if head is None else eager[site][head]
    for at in {column, 0}:
        move_cursor(page, part, row, at)
        expect(part.get_by_role("gridcell")).to_have_attribute("aria-colindex", str(at + 1))
        assert number_at_cursor(part) == pytest.approx(tensor[row, at].item(), abs=2e-4, rel=1e-4)
    figures = dict(
        zip(
            part.get_by_role("figure").get_by_role("term").all_inner_texts(),
            part.get_by_role("figure").get_by_role("definition").evaluate_all("all => all.map(each => each.title)"),
            strict=False,
        )
    )
    if head is None:
        assert float(figures["mean"].replace("−", "-")) == pytest.approx(tensor.mean().item(), abs=1e-3)
        assert float(figures["most"].replace("−", "-")) == pytest.approx(tensor.max().item(), abs=1e-3, rel=1e-4)
        deviation = tensor.std(correction=0).item()
        assert float(figures["standard deviation"]) == pytest.approx(deviation, abs=1e-3, rel=1e-4)


def test_the_pointer_reads_a_cell_exactly(page: Page, server: Server, eager: dict[str, torch.Tensor]) -> None:
    page.goto(server.at("walk", text=FRANCE, stage="attn.pattern", layer=3, head=5))
    part = section(page, "layers.3.attn.pattern")
    expect(part.get_by_role("figure")).to_be_visible()
    grid = part.get_by_role("grid")
    box = grid.bounding_box()
    assert box is not None
    grid.hover(position={"x": box["width"] * 0.3, "y": box["height"] * 0.9})  # row 4, column 1 of 5 × 5
    expect(part.get_by_role("status", name="The number at the cursor")).to_contain_text(
        "query 4 ‘ is’, key 1 ‘ capital’"
    )
    shown = part.get_by_role("status", name="The number at the cursor").locator("b").inner_text()
    assert float(shown.replace("−", "-")) == pytest.approx(
        eager["layers.3.attn.pattern"][5, 4, 1].item(), abs=1e-6, rel=1e-3
    )


def test_a_number_is_followed_down_to_the_embedding_table_by_keyboard(
    page: Page, server: Server, smollm2: Model
) -> None:
    page.goto(server.at("walk", text=FRANCE, stage="resid_mid", layer=0))
    part = section(page, "layers.0.resid_mid")
    expect(part.get_by_role("figure")).to_be_visible()
    move_cursor(page, part, 3, 2)
    page.keyboard.press("Enter")
    why = part.get_by_role("region", name="Why this number")
    expect(why.get_by_role("heading")).to_contain_text("layers.0.resid_mid[3, 2]")
    stream = re.compile(r"^Why (layers\.0\.resid_pre|embed)\[3, 2\]")
    leaf = why.get_by_text(re.compile(r"of the embedding table"))
    for _ in range(4):
        if leaf.count():
            break
        before = why.get_by_role("heading").inner_text()
        button = why.get_by_role("button", name=stream)
        expect(button).to_be_visible()
        for _ in range(20):
            if stream.match(page.evaluate("(document.activeElement.textContent || '').trim()")):
                break
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(why.get_by_role("heading")).not_to_have_text(before)
    expect(leaf).to_be_visible()
    trace = smollm2.trace(FRANCE)
    weight = smollm2.hf.get_parameter("model.embed_tokens.weight")[trace.ids[3], 2].item()
    shown = leaf.locator("xpath=..").get_attribute("title")
    assert shown is not None
    assert float(shown.replace("−", "-")) == pytest.approx(weight, rel=1e-6)
    expect(leaf).to_contain_text(str(trace.ids[3]))
    expect(leaf).to_contain_text("France")
    way = why.get_by_role("navigation").get_by_role("listitem")
    steps = way.count()
    page.wait_for_timeout(300)  # the address follows at a pace of its own
    page.reload()
    expect(leaf).to_be_visible()
    expect(way).to_have_count(steps)
    page.keyboard.press("Backspace")
    expect(leaf).to_have_count(0)
    for _ in range(steps - 1):
        page.keyboard.press("Escape")
    expect(why).to_have_count(0)
    expect(part.get_by_role("grid")).to_be_focused()
    page.keyboard.press("Escape")
    expect(timeline(page)).to_be_focused()


@pytest.mark.parametrize("head", [0, 5])
def test_rotary_positions_turn_each_head_s_queries(page: Page, server: Server, smollm2: Model, head: int) -> None:
    hf = copy.deepcopy(smollm2.hf)
    projected: list[torch.Tensor] = []

    def keep(module: torch.nn.Module, args: object, output: torch.Tensor) -> None:
        projected.append(output)

    hook = hf.get_submodule("model.layers.0.self_attn.q_proj").register_forward_hook(keep)
    with torch.no_grad():
        hf(torch.tensor([smollm2.trace(FRANCE).ids]))
    hook.remove()
    page.goto(server.at("walk", text=FRANCE, stage="positions", head=head))
    dials = section(page, "positions").get_by_role("img")
    expect(dials).to_have_count(5)
    caption = section(page, "positions").locator("figcaption")
    expect(caption).to_contain_text("Each step along the text turns this pair by 57.3°.")
    theta = smollm2.hf.config.rope_parameters["rope_theta"] ** (-62 / 64)
    expect(caption).to_contain_text(f"Pair 31 turns by {math.degrees(theta):.3g}° a step.")
    for position in (1, 4):
        angle = position  # the first pair turns by one radian a position; whole turns are counted
        expect(dials.nth(position)).to_have_accessible_name(
            f"Position {position}: turned by {math.degrees(angle):.3g} degrees".replace("-", "−")
        )
        x, y = (projected[0][0, position, 64 * head + at].item() for at in (0, 32))
        after = (x * math.cos(position) - y * math.sin(position), y * math.cos(position) + x * math.sin(position))
        said = dials.nth(position).locator("title").inner_html().replace("−", "-")
        assert [float(each) for each in re.findall(r"-?\d[\d.e-]*", said)] == pytest.approx([x, y, *after], abs=1e-4)


def test_a_stage_is_saved_as_it_is_seen_with_its_numbers(
    page: Page, server: Server, tmp_path: Path, smollm2: Model
) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(server.at("walk", text=FRANCE, stage="attn.q", layer=3, head=5))
    expect(section(page, "layers.3.attn.q").get_by_role("figure")).to_be_visible()

    def saved(what: str, name: str) -> str:
        page.get_by_role("button", name="Save this stage").click()
        with page.expect_download() as download:
            page.get_by_role("group", name="Save this stage as").get_by_role("button", name=what).click()
        download.value.save_as(tmp_path / name)
        return (tmp_path / name).read_text("utf-8")

    drawing = saved("Picture, SVG", "queries.svg")
    for said in ("Queries, layer 3", "Model: SmolLM2", FRANCE, "torch", ">head 5<"):
        assert said in drawing
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert paper.startswith("rgb(")  # with no transparency
    assert f'fill="{paper}"' in drawing
    assert "light-dark" not in drawing
    rows = [
        row.split(",")[1:]
        for row in saved("Numbers, CSV", "queries.csv").splitlines()
        if row and not row.startswith("#")
    ]
    assert rows[0] == [str(at) for at in range(64)]
    numbers = torch.tensor([[float(each) for each in row] for row in rows[1:]])
    torch.testing.assert_close(numbers, smollm2.trace(FRANCE)["layers.3.attn.q"][5], atol=1e-6, rtol=1e-6)


def test_the_textbook_set_up_is_one_click(page: Page, server: Server) -> None:
    page.goto(server.at("walk", text=FRANCE))
    page.get_by_role("button", name="The textbook set-up").click()
    expect(page.get_by_role("textbox", name="Text")).to_have_value("The cat sat on the mat", timeout=120_000)
    expect(page.get_by_role("slider", name="Encoder layer")).to_have_attribute("max", "5", timeout=120_000)
    expect(page.get_by_role("slider", name="Decoder layer")).to_have_attribute("max", "5")
    queries = section(page, "encoder.layers.0.attn.q")
    expect(queries).to_contain_text(re.compile(r"8 × \d+ × 64"))
    expect(section(page, "encoder.layers.0.mlp.post")).to_contain_text("2,048")
    places = section(page, "encoder.pos_embed")
    places.scroll_into_view_if_needed()
    expect(places.get_by_role("figure", name="Distribution of the values")).to_be_visible()
    move_cursor(page, places, 3, 4)
    assert number_at_cursor(places) == pytest.approx(math.sin(3 / 10000 ** (2 * 4 / 512)), abs=1e-5)


def test_an_encoder_walks_to_a_vector_for_each_token(page: Page, server: Server) -> None:
    page.goto(server.at("walk", model="minilm", text="Hello there"))
    expect(page.get_by_role("heading", level=1)).to_have_text("From the text to a vector for each token")
    expect(timeline(page).get_by_role("option", name="The next word")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 800])
def test_nothing_overflows_sideways(page: Page, server: Server, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(server.at("walk", text=FRANCE + " averyveryverylongword" * 12, stage="mlp.pre"))
    expect(section(page, "layers.0.mlp.pre").get_by_role("figure")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
