"""Saving a view: the picture says where it came from, and the numbers are the model's."""

import base64
import csv
import re
import struct
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from browser.serving import Server
from cutaway import Model, __version__

TEXT = "The cat sat on the mat"
COLOURS = """async base64 => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + base64;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  return new Set(new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer)).size;
}"""
pytestmark = pytest.mark.browser


def save(page: Page, kind: str, to: Path) -> Path:
    menu = page.get_by_role("button", name="Save this view")
    expect(menu).to_be_enabled()  # once there is a trace
    menu.press("Enter")
    button = page.get_by_role("group", name="Save this view as").get_by_role("button", name=kind)
    expect(button).to_be_enabled()
    with page.expect_download() as download:
        button.press("Enter")
    file = to / download.value.suggested_filename
    download.value.save_as(file)
    return file


@pytest.fixture
def head(page: Page, server: Server) -> Page:
    page.goto(server.at("attention", text=TEXT, layer=3, head=5))
    expect(page.get_by_role("grid", name=re.compile("Attention pattern"))).to_be_visible()
    return page


def test_a_picture_is_a_drawing_with_a_caption(head: Page, tmp_path: Path) -> None:
    expect(head.get_by_text(re.compile(r"^41\.1")).first).to_be_visible()
    file = save(head, "Picture, SVG", tmp_path)
    texts = ["".join(each.itertext()) for each in ElementTree.parse(file).iter("{http://www.w3.org/2000/svg}text")]
    assert any(text.startswith("41.1") for text in texts)
    said = "\n".join(texts)
    for part in ("layer 3, head 5", "LlamaForCausalLM", TEXT, f"Cutaway {__version__}", "torch 2", "transformers 5"):
        assert part in said


@pytest.mark.parametrize(("theme", "paper"), [("light", "rgb(249, 245, 235)"), ("dark", "rgb(20, 38, 58)")])
def test_a_picture_stands_on_the_page_s_paper(head: Page, tmp_path: Path, theme: Any, paper: str) -> None:
    head.emulate_media(color_scheme=theme)
    sheet = ElementTree.parse(save(head, "Picture, SVG", tmp_path)).find("{http://www.w3.org/2000/svg}rect")
    assert sheet is not None
    assert sheet.get("fill") == paper


def test_a_heatmap_is_saved_as_its_cells(head: Page, tmp_path: Path) -> None:
    """As vectors: six rows of a causal pattern have 21 weights, of which neighbours of one colour may be one rectangle."""
    svg = ElementTree.parse(save(head, "Picture, SVG", tmp_path))
    cells = svg.findall(
        ".//{http://www.w3.org/2000/svg}g[@shape-rendering='crispEdges']/{http://www.w3.org/2000/svg}rect"
    )
    assert 12 <= len(cells) <= 21
    assert all(re.fullmatch("#[0-9a-f]{6}", cell.get("fill", "")) for cell in cells)


def test_a_png_has_twice_the_size_of_the_view(head: Page, tmp_path: Path) -> None:
    file = save(head, "Picture, PNG", tmp_path)
    width, height = struct.unpack(">II", file.read_bytes()[16:24])  # of the IHDR chunk, which is the first
    box = head.get_by_role("main").bounding_box()
    assert box is not None
    assert width == pytest.approx(2 * box["width"], abs=2)
    assert height > 2 * box["height"]
    colours = head.evaluate(COLOURS, base64.b64encode(file.read_bytes()).decode())
    assert colours > 20


def test_numbers_are_the_pattern_exactly(head: Page, tmp_path: Path, smollm2: Model) -> None:
    lines = save(head, "Numbers, CSV", tmp_path).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("# Text")] == [f"# Text (6 tokens): “{TEXT}”"]
    header, *rows = list(csv.reader(line for line in lines if not line.startswith("#")))
    tokens = [token.text for token in smollm2.tokens(TEXT)]
    assert header == ["query", *(f"{at} {token}" for at, token in enumerate(tokens))]
    pattern = smollm2.trace(TEXT).read("layers.3.attn.pattern", (5,))
    for at, row in enumerate(rows):
        assert row[0] == header[at + 1]
        for key, value in enumerate(row[1:]):
            if key > at:
                assert value == ""
            else:
                assert float(value) == pytest.approx(float(pattern[at, key]), abs=1e-5)


def table(page: Page, to: Path) -> tuple[list[str], list[list[str]]]:
    lines = save(page, "Numbers, CSV", to).read_text(encoding="utf-8").splitlines()
    header, *rows = list(csv.reader(line for line in lines if not line.startswith("#")))
    return header, rows


def test_the_numbers_of_all_heads_are_the_patterns(page: Page, server: Server, tmp_path: Path, smollm2: Model) -> None:
    page.goto(server.at("attention", text=TEXT))
    expect(page.get_by_role("button", name="Layer 29, head 8", exact=True)).to_be_visible()
    header, rows = table(page, tmp_path)
    assert header == ["layer", "head", "query", "key", "weight"]
    assert len(rows) == 30 * 9 * 6 * 7 // 2
    trace = smollm2.trace(TEXT)
    for layer, head, query, key, weight in rows[:: len(rows) // 50]:
        expected = trace[f"layers.{layer}.attn.pattern"][int(head), int(query), int(key)].item()
        assert float(weight) == pytest.approx(expected, abs=1e-5)


def test_the_numbers_of_the_neuron_view_and_of_lines_are_the_query_s(
    page: Page, server: Server, tmp_path: Path, smollm2: Model
) -> None:
    trace = smollm2.trace(TEXT)
    weights = trace["layers.3.attn.pattern"][5, 4]
    page.goto(server.at("attention", text=TEXT, layer=3, head=5, at=4, view="neurons"))
    expect(page.get_by_role("region", name="Neuron view").get_by_text("dot product").first).to_be_visible()
    header, rows = table(page, tmp_path)
    at = {name: number for number, name in enumerate(header)}
    q, k, v = (trace[f"layers.3.attn.{part}"] for part in "qkv")
    for key, row in enumerate(rows):
        if key > 4:  # the mask hides it
            assert row[at["weight"]] == ""
        else:
            assert float(row[at["weight"]]) == pytest.approx(weights[key].item(), abs=1e-5)
        assert float(row[at["dot product"]]) == pytest.approx((q[5, 4] @ k[1, key]).item(), abs=1e-3)
        assert float(row[at["v 7"]]) == pytest.approx(v[1, key, 7].item(), abs=1e-5)
    page.goto(server.at("attention", text=TEXT, layer=3, head=5, at=4, view="lines", heads="7.2"))
    expect(page.get_by_role("region", name="Neuron view")).to_be_hidden()
    expect(page.get_by_role("group", name="Save this view as")).to_be_hidden()
    expect(page.get_by_role("button", name="Save this view")).to_be_enabled()
    header, rows = table(page, tmp_path)
    assert header[1:] == ["layer 3 head 5", "layer 7 head 2"]
    assert [row[2] == "" for row in rows] == [key > 4 for key in range(6)]
    for key in range(5):
        assert float(rows[key][1]) == pytest.approx(weights[key].item(), abs=1e-5)
        assert float(rows[key][2]) == pytest.approx(trace["layers.7.attn.pattern"][2, 4, key].item(), abs=1e-5)


def test_the_numbers_of_tokens_and_prediction(page: Page, server: Server, tmp_path: Path, smollm2: Model) -> None:
    page.goto(server.at("tokens", text=TEXT))
    expect(page.get_by_role("button", name=re.compile("^Token 5"))).to_be_visible()
    _, rows = table(page, tmp_path)
    assert [int(row[1]) for row in rows] == list(smollm2.trace(TEXT).ids)
    page.goto(server.at("prediction", text=TEXT))
    expect(page.get_by_role("list", name="The most probable tokens")).to_be_visible()
    _, rows = table(page, tmp_path)
    probabilities = smollm2.trace(TEXT)["logits"][-1].double().softmax(-1)
    for id, _, _, probability in rows[:-1]:
        assert float(probability) == pytest.approx(probabilities[int(id)].item(), abs=1e-6)
    assert sum(float(row[3]) for row in rows) == pytest.approx(1, abs=1e-6)
