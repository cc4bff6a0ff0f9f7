r"""Every name of a pre-tokenizer that llama.cpp knows cuts a text as llama.cpp cuts it.

What is compared with is written here anew: llama.cpp's regular expressions as its sources have them, applied one after the other by
Python's `re` to a text whose characters became marks of their categories, as llama.cpp does it before it asks `std::regex`. The same
table was held against llama.cpp itself, with a vocabulary whose tokens cross all bounds: no token differed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import pytest
from tokenizers import Regex, Tokenizer, models
from tokenizers import pre_tokenizers as p

from cutaway.tokens.formats.gguf_pretokenizers import PRE_TOKENIZERS
from support.texts import hard_texts

TEXTS = [text for text in hard_texts(300, 7) if len(text) < 400] + [
    "x = 12345", "I'm can't 1234567",
    "don't DON'T I'd've'S 'ſ", "a  12 345  6789\n\n 0", "~é ~a ~ b ~~ ~=", "ABCdef GHIjkl éÉa", "1a 12b 123c",
    "१२4567 १२३", "“中文！”。　です ㄅㄆ 가나다ㄱ", "한국어 Tiếng Việt हिन्दी", " ", "  ", "a ", "a  ", "a\n", "a \n b", "\t\ta", "x\u3000y",
    "  \u3000",
    "<sentinel:12>IMGIMGABCZ", "🦜 é e\u0301 ñ", "1,234,567.89", "a_b_c", "\u00a0a", "\x85b", "", "a\n\n\nb", "Ⅷ½²", " " * 40 + "x",
]  # fmt: skip

CASES = "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])"
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)"
LLAMA3 = CASES + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN2 = CASES + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
UPPER_LOWER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
SLASH = r"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
DEEPSEEK = (
    r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"""
    r"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
CJK = "[一-龥\u3040-\u309f\u30a0-\u30ff]+"
HANGUL_TOO = "[一-龥\u0800-\u4e00\uac00-\ud7ff]+"
LINES = r"[^\n]+|[\n]+"
BLOOM = r" ?[^(\s|.,!?…。，、।۔،)]+"


def cased(letter: str, contraction: str, digits: str) -> str:
    """GPT-4o's pattern with look-aheads, as llama.cpp has it."""
    upper, lower = rf"((?=[{letter}])([^a-z]))", rf"((?=[{letter}])([^A-Z]))"
    front = r"[^\r\n\p{L}\p{N}]?"
    return f"{front}{upper}*{lower}+{contraction}|{front}{upper}+{lower}*{contraction}|{digits}{SLASH}"


def any_case(digits: str) -> str:
    upper, lower = UPPER_LOWER
    front = r"[^\r\n\p{L}\p{N}]?"
    return f"{front}{upper}*{lower}+{CASES}?|{front}{upper}+{lower}*{CASES}?|{digits}{SLASH}"


NAMES = """
default minicpm5 llama3 llama-v3 llama-bpe falcon3 falcon-h1 pixtral midm-2.0 lfm2 jina-v5-nano deepseek-llm deepseek-coder deepseek-v3
spark2_5 youtu falcon mpt starcoder gpt-2 phi-2 jina-es jina-de gigachat jina-v2-es jina-v2-de a.x-4.0 mellum modern-bert jais-2 gemma4
granite-embed-multi-311m sarvam-moe jina-v1-en jina-v2-code roberta-bpe whitespace refact command-r qwen2 deepseek-r1-qwen kormo f2llmv2
qwen35 stablelm2 olmo dbrx smaug-bpe poro-chat glm4 chatglm-bpe viking jais tekken smollm codeshell bloom gpt3-finnish exaone exaone4
exaone-moe chameleon minerva-7b megrez gpt-4o llama4 kanana2 talkie granite-embed-multi-97m tiny_aya cohere2moe superbpe trillion
granite-docling bailingmoe bailingmoe2 llada-moe seed-coder hunyuan hunyuan-dense hy_v4 joyai-llm kimi-k2 ufakzeka grok-2 afmoe laguna
minimax-m2 solar-open mellum2
""".split()  # noqa: SIM905 (a line for each would be a page)

Cut = Callable[[str], list[str]]


def threes(text: str) -> list[str]:
    """Digits in threes from the right; what stands before a run of digits goes with its first group."""
    pieces, at = [], 0
    digits = "".join(c for c in set(text) if is_number(c))
    for run in re.finditer(f"[{digits}]+" if digits else "(?!)", text):
        length = run.end() - run.start()
        cut = run.start() + (length % 3 or 3)
        pieces.append(text[at:cut])
        pieces += [text[start : start + 3] for start in range(cut, run.end(), 3)]
        at = run.end()
    return [piece for piece in (*pieces, text[at:]) if piece]


def kimi(text: str) -> list[str]:
    """Han characters in a row, else letters that are none with one character before them, else as Llama 3."""
    han = "[\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0002a6df\U0002a700-\U0002ebef\uf900-\ufaff\U0002f800-\U0002fa1f]"
    letters = "".join(c for c in set(text) if category(c) == "L" and not re.match(han, c))
    digits = "".join(c for c in set(text) if is_number(c))
    letter = f"[{re.escape(letters)}]" if letters else r"(?!)"
    other = re.escape("".join(c for c in set(text) if category(c) in ("L", "N")))
    spaces = "".join(c for c in set(text) if is_space(c)) or " "
    number = f"[{digits}]" if digits else r"(?!)"
    pattern = (
        f"{han}+|[^\r\n{other}]?{letter}+{CASES}?|{number}{{1,3}}| ?[^{spaces}{other}]+[\r\n]*"
        f"|[{spaces}]*[\r\n]+|[{spaces}]+(?![^{spaces}])|[{spaces}]+"
    )
    return [match[0] for match in re.finditer(pattern, text)]


THEIRS: dict[str, Sequence[str | Cut]] = {
    "gpt-2": [GPT2],
    "starcoder": [r"\p{N}", GPT2],
    "llama-bpe": [LLAMA3],
    "qwen2": [QWEN2],
    "qwen35": [
        CASES
        + r"|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    ],
    "gpt-4o": [cased(r"\p{L}", CASES + "?", r"\p{N}{1,3}")],
    "granite-embed-multi-97m": [cased(r"\p{L}\p{M}", CASES + "?", r"\p{N}{1,3}")],
    "tekken": [cased(r"\p{L}", "", r"\p{N}")],
    "tiny_aya": [threes, any_case(r"\p{N}{1,3}")],
    "youtu": [
        "[가-힣ㄱ-ㆎ]+|[！…“”‘’—：；，、-\u303f\ufe30-\ufe4f]+|[ㄅ-ㄯ]+|" + CJK,
        any_case(r"\p{N}"),
    ],
    "deepseek-coder": [r"[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", HANGUL_TOO, r"\p{N}"],
    "deepseek-v3": [r"\p{N}{1,3}", CJK, DEEPSEEK],
    "spark2_5": [
        r"\p{N}{1,3}",
        CJK,
        DEEPSEEK.replace(r"[\r\n]*|\s*[\r\n]+", r"|[\r\n]"),
        r"\p{N}",
    ],
    "afmoe": [
        threes,
        "[\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff\u3040-\u309f\u30a0-\u30ff\uff65-\uff9f\u2f00-\u2fdfเ-\u0e7f\u0e80-\u0eff"
        "ក-\u17ff\u1000-\u109f\uaa60-\uaa7f\ua9e0-\ua9ff가-\ud7af\u1100-\u11ff]+",
        DEEPSEEK,
    ],
    "kimi-k2": [kimi],
    "falcon": [r"[\p{P}\$\+<=>\^~\|`]+", GPT2, "[0-9][0-9][0-9]"],
    "default": [r"[\p{P}\$\+<=>\^~\|]+", GPT2, r"\p{N}+", "[0-9][0-9][0-9]"],
    "chameleon": [
        "<sentinel:[0-9]+>", "(IMGIMG)((A|B|C|D|E|F|G|H|I){1,4})Z", r"([\t\n]|    |  )", r"\p{N}", r"[\p{P}!-/:-@\[-`{-~]", GPT2,
    ],
    "bloom": [BLOOM],
    "viking": [BLOOM, r"\p{N}"],
    "superbpe": [r"\p{N}+", r"(?=([0-9]{3})+(?![0-9]))"],
    "bailingmoe": [
        r"'(?:[sSdDmMtT]|[lL][lL]|[vV][eE]|[rR][eE])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"
    ],
    "seed-coder": [
        CASES + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1}| ?[^\s\p{L}\p{N}\r\n]+|\s*[\r\n]+|\s+(?!\S)|\s+"
    ],
    "ufakzeka": [r"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"],
    "laguna": [LINES, QWEN2],
    "exaone-moe": [
        CASES
        + r"|[^\r\n\p{L}\p{N}]?(?:\p{L}\p{M}*(?: \p{L}\p{M}*)*)+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]?|\s*[\r\n]|\s+(?!\S)|\s+"
    ],
    "minicpm5": [
        r"\p{N}{1,3}",
        CASES + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}+| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    ],
    "jais-2": [
        CASES
        + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s{512}(?!\S)|\s{256}(?!\S)|\s{128}(?!\S)"
        r"|\s{64}(?!\S)|\s{32}(?!\S)|\s{16}(?!\S)|\s{8}(?!\S)|\s{4}(?!\S)|\s{1,2}(?!\S)|\s{1}"
    ],
    "gemma4": [LINES],
    "whitespace": [r"\S+"],
}  # fmt: skip
"""One name of each way to cut but deepseek-llm's, whose list of letters is long."""

MARKS = {"N": "\ue001", "L": "\ue002", "P": "\ue003", "M": "\ue004", "S": "\ue005"}
ASCII = {"N": "0-9", "L": "A-Za-z", "P": r"!-#%-*,-/:-;?-@\[-\]_\{\}", "M": "", "S": r"\$\+<->^`\|~"}


def category(character: str) -> str:
    return unicodedata.category(character)[0]


def is_number(character: str) -> bool:
    return category(character) == "N"


def is_space(character: str) -> bool:
    return character in "\t\n\v\f\r \x85" or unicodedata.category(character) in ("Zs", "Zl", "Zp")


def marked(text: str, *, categories: bool) -> str:
    """A text as long as the given one, with a mark for each character beyond ASCII that the pattern can't know."""

    def mark(character: str) -> str:
        if character < "\x80":
            return character
        if is_space(character):
            return "\v"
        return MARKS.get(category(character), "\ue000") if categories else character

    return "".join(map(mark, text))


def readable_by_re(pattern: str) -> str:
    """A pattern whose categories are the marks and the ASCII characters of them, inside brackets or in brackets of their own."""
    parts: Iterator[str] = iter(re.findall(r"\\p\{\w+\}|\\.|.", pattern, re.DOTALL))
    inside, written = False, ""
    for part in parts:
        if part.startswith(r"\p"):
            members = MARKS[part[3]] + ASCII[part[3]]
            written += members if inside else f"[{members}]"
            continue
        inside = (inside or part == "[") and part != "]"
        written += part
    return written


def cut_by(pattern: str, text: str) -> list[str]:
    """What matches and what lies between, in order."""
    categories = r"\p{" in pattern
    read = re.compile(readable_by_re(pattern), re.ASCII)
    bounds = {0, len(text)}
    for match in read.finditer(marked(text, categories=categories)):
        bounds |= {match.start(), match.end()}
    places = sorted(bounds)
    return [text[start:end] for start, end in pairwise(places)]


def theirs(name: str, text: str) -> list[str]:
    pieces = [text]
    for step in THEIRS[name]:
        pieces = [
            child for piece in pieces for child in (cut_by(step, piece) if isinstance(step, str) else step(piece))
        ]
    return [piece for piece in pieces if piece]


def ours(name: str, text: str) -> list[str]:
    splits = [p.Split(Regex(pattern), "isolated") for pattern in PRE_TOKENIZERS[name].patterns]
    return [piece for piece, _ in p.Sequence(splits).pre_tokenize_str(text)]


@pytest.mark.parametrize("name", THEIRS)
def test_a_name_cuts_as_llama_cpp_cuts(name: str) -> None:
    for text in TEXTS:
        assert ours(name, text) == theirs(name, text), ascii(text)


def test_deepseek_llm_parts_letters_signs_scripts_and_digits() -> None:
    assert ours("deepseek-llm", "I'm can't 1234567") == ["I", "'", "m", " can", "'", "t", " ", "1234567"]
    assert ours("deepseek-llm", " Γεια Да\n99") == [" Γεια", " Да", "\n", "99"]
    assert ours("deepseek-llm", "中文 한국 です。(!) x  ") == [
        "中文",
        " ",
        "한국",
        " ",
        "です",
        "。",
        "(!)",
        " x",
        "  ",
    ]
    # its list of signs reaches from : to ~, so it has the letters of ASCII in it too
    assert ours("deepseek-llm", " naïve café") == [" na", "ï", "ve", " caf", "é"]


def test_each_name_that_llama_cpp_has_is_known_with_its_flags() -> None:
    """The names and flags of llama.cpp's own table."""
    assert sorted(PRE_TOKENIZERS) == sorted(NAMES)
    llama3 = set(NAMES[2:11])
    assert {name for name, each in PRE_TOKENIZERS.items() if each.ignore_merges} == {
        *llama3, "minicpm5", "youtu", "tekken", "granite-embed-multi-97m",
    }  # fmt: skip
    assert {name for name, each in PRE_TOKENIZERS.items() if each.add_bos} == {
        *llama3, "tekken", "chameleon", "gemma4", "granite-embed-multi-311m",
    }  # fmt: skip


def test_every_pattern_is_one_that_a_tokenizer_can_be_saved_with() -> None:
    for name, each in PRE_TOKENIZERS.items():
        own = Tokenizer(models.BPE())
        own.pre_tokenizer = p.Sequence([p.Split(Regex(pattern), "isolated") for pattern in each.patterns])
        again = Tokenizer.from_str(own.to_str())
        assert again.pre_tokenizer.pre_tokenize_str("a 1é") == own.pre_tokenizer.pre_tokenize_str("a 1é"), name
