r"""How a GGUF file's byte-pair encoding cuts a text before it merges, by the name in `tokenizer.ggml.pre`, as in llama.cpp.

llama.cpp applies a name's regular expressions one after another: each cuts the pieces of the one before into matches and the text between
them, just like a `Split` with the behaviour "isolated". Its classes differ from Unicode's in a few places, which are written out here:

- before a pattern with a category is applied, every character beyond ASCII becomes a mark of its category. Letters have one mark, so
  `\p{Lu}` and `\p{Ll}` are all letters there, and only `[A-Z]` and `[a-z]` distinguish case;
- white space beyond ASCII is only white space, and in no range of characters;
- no option ignores case: contractions are written in both cases.
"""

from dataclasses import dataclass

_CONTRACTION = "(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])"
_WORD, _SIGNS = r"[^\r\n\p{L}\p{N}]?\p{L}+", r" ?[^\s\p{L}\p{N}]+[\r\n]*"
_SPACES = r"\s*[\r\n]+|\s+(?!\S)|\s+"

_GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
_LLAMA3 = rf"{_CONTRACTION}|{_WORD}|\p{{N}}{{1,3}}|{_SIGNS}|{_SPACES}"
_QWEN2 = rf"{_CONTRACTION}|{_WORD}|\p{{N}}|{_SIGNS}|{_SPACES}"

_UPPER, _LOWER = r"(?:(?![a-z])\p{L})", r"(?:(?![A-Z])\p{L})"
_UPPER_MARKED, _LOWER_MARKED = r"(?:(?![a-z])[\p{L}\p{M}])", r"(?:(?![A-Z])[\p{L}\p{M}])"
_FRONT, _SIGNS_SLASH = r"[^\r\n\p{L}\p{N}]?", r" ?[^\s\p{L}\p{N}]+[\r\n/]*"


def _cased(upper: str, lower: str, contraction: str, digits: str) -> str:
    """Words that end before a capital, as GPT-4o's pattern has them."""
    return rf"{_FRONT}{upper}*{lower}+{contraction}|{_FRONT}{upper}+{lower}*{contraction}|{digits}|{_SIGNS_SLASH}|{_SPACES}"


_ANY_CASE = rf"{_FRONT}[\p{{L}}\p{{M}}]+{_CONTRACTION}?"

_SIGN_AND_LETTERS = r"""[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+"""
_MARKED_WORD = r"[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"
_DEEPSEEK3 = rf"{_SIGN_AND_LETTERS}|{_MARKED_WORD}| ?[\p{{P}}\p{{S}}]+[\r\n]*|{_SPACES}"

_CJK = "[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+"
_CJK_HANGUL = "(?:(?!\\s)[\u4e00-\u9fa5\u0800-\u4e00\uac00-\ud7ff])+"
_ASIAN = (
    "[\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff\u3040-\u309f\u30a0-\u30ff\uff65-\uff9f\u2f00-\u2fdf\u0e40-\u0e7f\u0e80-\u0eff"
    "\u1780-\u17ff\u1000-\u109f\uaa60-\uaa7f\ua9e0-\ua9ff\uac00-\ud7af\u1100-\u11ff]+"
)
_HAN = (
    "[\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0002a6df\U0002a700-\U0002b73f\U0002b740-\U0002b81f\U0002b820-\U0002ceaf"
    "\U0002ceb0-\U0002ebef\uf900-\ufaff\U0002f800-\U0002fa1f]"
)
_YOUTU_SCRIPTS = (
    "[\uac00-\ud7a3\u3131-\u318e]+|[\uff01\u2026\u201c\u201d\u2018\u2019\u2014\uff1a\uff1b\uff0c\u3001-\u303f\ufe30-\ufe4f]+"
    f"|[\u3105-\u312f]+|{_CJK}"
)
_NOT_HAN = rf"(?:(?!{_HAN})\p{{L}})"
_KIMI = rf"{_HAN}+|{_FRONT}{_NOT_HAN}+{_CONTRACTION}?|\p{{N}}{{1,3}}|{_SIGNS}|{_SPACES}"

_CASED_LETTERS = (
    "A-Za-z\u00b5\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u01ba\u01bc-\u01bf\u01c4-\u0293\u0295-\u02af\u0370-\u0373\u0376\u0377\u037b-\u037d"
    "\u037f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03f5\u03f7-\u0481\u048a-\u052f\u0531-\u0556\u10a0-\u10c5\u13a0-\u13f5"
    "\u13f8-\u13fd\u1c90-\u1cba\u1cbd-\u1cbf\u1d00-\u1d2b\u1d6b-\u1d77\u1d79-\u1d9a\u1e00-\u1f15\u1f18-\u1f1d\u1f20-\u1f45"
    "\u1f48-\u1f4d\u1f50-\u1f57\u1f59\u1f5b\u1f5d\u1f5f-\u1f7d\u1f80-\u1fb4\u1fb6-\u1fbc\u1fbe\u1fc2-\u1fc4\u1fc6-\u1fcc"
    "\u1fd0-\u1fd3\u1fd6-\u1fdb\u1fe0-\u1fec\u1ff2-\u1ff4\u1ff6-\u1ffc\u2102\u2107\u210a-\u2113\u2115\u2119-\u211d\u2124\u2126"
    "\u2128\u212a-\u212d\u212f-\u2134\u2139\u213c-\u213f\u2145-\u2149\u214e\u2183\u2184\u2c00-\u2c7b\u2c7e-\u2ce4\u2ceb-\u2cee"
    "\u2cf2\u2cf3\ua640-\ua66d\ua680-\ua69b\ua722-\ua76f\ua771-\ua787\ua78b-\ua78e\uab70-\uabbf\ufb00-\ufb06\ufb13-\ufb17"
    "\uff21-\uff3a\uff41-\uff5a\U00010400-\U0001044f\U000104b0-\U000104d3\U000104d8-\U000104fb\U00010c80-\U00010cb2"
    "\U00010cc0-\U00010cf2\U000118a0-\U000118df\U0001e900-\U0001e943"
)
_ENDING_SPACES = r"\s+(?![\s\S])"

_GROUPS_OF_THREE = r"[^\p{N}]*+\p{N}{1,3}(?=(?:\p{N}{3})*(?!\p{N}))|[^\p{N}]+"
"""Digits in threes from the right. Text before the first group stays with it: the next pattern separates them."""

_NOT_PUNCTUATION = " ?[^(\\s|.,!?\u2026\u3002\uff0c\u3001\u0964\u06d4\u060c)]+"
_LINES = r"[^\n]+|\n+"

PATTERNS: dict[str, tuple[str, ...]] = {
    "gpt-2": (_GPT2,),
    "digits": (r"\p{N}", _GPT2),
    "llama3": (_LLAMA3,),
    "qwen2": (_QWEN2,),
    "qwen35": (rf"{_CONTRACTION}|{_FRONT}[\p{{L}}\p{{M}}]+|\p{{N}}| ?[^\s\p{{L}}\p{{M}}\p{{N}}]+[\r\n]*|{_SPACES}",),
    "gpt-4o": (_cased(_UPPER, _LOWER, f"{_CONTRACTION}?", r"\p{N}{1,3}"),),
    "granite-embed": (_cased(_UPPER_MARKED, _LOWER_MARKED, f"{_CONTRACTION}?", r"\p{N}{1,3}"),),
    "tekken": (_cased(_UPPER, _LOWER, "", r"\p{N}"),),
    "tiny_aya": (_GROUPS_OF_THREE, rf"{_ANY_CASE}|\p{{N}}{{1,3}}|{_SIGNS_SLASH}|{_SPACES}"),
    "youtu": (_YOUTU_SCRIPTS, rf"{_ANY_CASE}|\p{{N}}|{_SIGNS_SLASH}|{_SPACES}"),
    "deepseek-llm": (
        r"[\r\n]",
        rf"\s?[{_CASED_LETTERS}]+",
        "\\s?[!-/:-~\uff01-\uff0f\uff1a-\uff5e\u2018-\u201f\u3001\u3002]+",
        _ENDING_SPACES,
        _CJK_HANGUL,
        r"\p{N}+",
    ),
    "deepseek-coder": (r"[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", _CJK_HANGUL, r"\p{N}"),
    "deepseek-v3": (r"\p{N}{1,3}", _CJK, _DEEPSEEK3),
    "spark2_5": (
        r"\p{N}{1,3}",
        _CJK,
        rf"{_SIGN_AND_LETTERS}|{_MARKED_WORD}| ?[\p{{P}}\p{{S}}]+|[\r\n]|\s+(?!\S)|\s+",
        r"\p{N}",
    ),
    "afmoe": (_GROUPS_OF_THREE, _ASIAN, _DEEPSEEK3),
    "kimi-k2": (_KIMI,),
    "falcon": (r"[\p{P}$+<=>^~|`]+", _GPT2, r"[0-9][0-9][0-9]"),
    "default": (r"[\p{P}$+<=>^~|]+", _GPT2, r"\p{N}+", r"[0-9][0-9][0-9]"),
    "chameleon": (
        r"<sentinel:[0-9]+>",
        r"IMGIMG[A-I]{1,4}Z",
        r"[\t\n]|    |  ",
        r"\p{N}",
        r"[\p{P}!-/:-@\[-`{-~]",
        _GPT2,
    ),
    "bloom": (_NOT_PUNCTUATION,),
    "viking": (_NOT_PUNCTUATION, r"\p{N}"),
    "superbpe": (r"\p{N}+", r"(?=(?:[0-9]{3})+(?![0-9]))"),
    "bailingmoe": (rf"'(?:[sSdDmMtT]|[lL][lL]|[vV][eE]|[rR][eE])|{_WORD}|\p{{N}}|{_SIGNS}|\s*[\r\n]|\s+(?!\S)|\s+",),
    "seed-coder": (rf"{_CONTRACTION}|{_WORD}|\p{{N}}| ?[^\s\p{{L}}\p{{N}}\r\n]+|{_SPACES}",),
    "ufakzeka": (rf"{_WORD}|\p{{N}}|{_SIGNS}|{_SPACES}",),
    "laguna": (_LINES, _QWEN2),
    "exaone-moe": (
        rf"{_CONTRACTION}|{_FRONT}(?:\p{{L}}\p{{M}}*(?: \p{{L}}\p{{M}}*)*)+|\p{{N}}"
        r"| ?[^\s\p{L}\p{N}]+[\r\n/]?|\s*[\r\n]|\s+(?!\S)|\s+",
    ),
    "minicpm5": (r"\p{N}{1,3}", rf"{_CONTRACTION}|{_WORD}|\p{{N}}+|{_SIGNS}|{_SPACES}"),
    "jais-2": (
        rf"{_CONTRACTION}|{_WORD}|\p{{N}}{{1,3}}|{_SIGNS}|\s*[\r\n]+"
        + "".join(rf"|\s{{{count}}}(?!\S)" for count in (512, 256, 128, 64, 32, 16, 8, 4))
        + r"|\s{1,2}(?!\S)|\s",
    ),
    "lines": (_LINES,),
    "whitespace": (r"\S+",),
}
"""The regular expressions of each pre-tokenizer, in the order in which they apply."""

QUICK = frozenset(pattern for patterns in PATTERNS.values() for pattern in patterns) - {
    _GROUPS_OF_THREE,
    _ENDING_SPACES,
    *PATTERNS["superbpe"],
}
"""The patterns that take linear time, however many consecutive digits or spaces a text has."""


@dataclass(frozen=True, slots=True)
class PreTokenizer:
    """The pre-tokenizer of a byte-pair encoding, and the other settings that its name implies.

    Attributes:
        patterns: the regular expressions, in the order in which they apply.
        ignore_merges: whether a piece that is a token needs no merging.
        add_bos: whether the beginning-of-text token goes in front if the file does not say.
        byte_level: whether pieces are written in bytes, with GPT-2's table; else in characters, with `▁` for spaces.
    """

    patterns: tuple[str, ...]
    ignore_merges: bool = False
    add_bos: bool = False
    byte_level: bool = True


_NAMES = {
    "gpt-2": "gpt-2 phi-2 jina-es jina-de gigachat jina-v2-es jina-v2-de a.x-4.0 mellum modern-bert jina-v1-en jina-v2-code "
    "roberta-bpe exaone4 mpt olmo jais trillion granite-docling",
    "digits": "starcoder refact command-r smollm codeshell exaone minerva-7b mellum2",
    "llama3": "llama3 llama-v3 llama-bpe falcon3 falcon-h1 pixtral midm-2.0 lfm2 jina-v5-nano dbrx smaug-bpe glm4 chatglm-bpe",
    "qwen2": "qwen2 deepseek-r1-qwen kormo f2llmv2 stablelm2 megrez hunyuan grok-2 solar-open",
    "gpt-4o": "gpt-4o llama4 kanana2 talkie minimax-m2",
    "granite-embed": "granite-embed-multi-97m",
    "tiny_aya": "tiny_aya cohere2moe",
    "deepseek-v3": "deepseek-v3 hunyuan-dense hy_v4 joyai-llm",
    "bloom": "bloom poro-chat gpt3-finnish",
    "bailingmoe": "bailingmoe bailingmoe2 llada-moe",
    "lines": "gemma4 granite-embed-multi-311m sarvam-moe",
}
_LLAMA3_NAMES = frozenset(_NAMES["llama3"].split()) - {"dbrx", "smaug-bpe", "glm4", "chatglm-bpe"}
_IGNORE_MERGES = _LLAMA3_NAMES | {"minicpm5", "youtu", "tekken", "granite-embed-multi-97m"}
_ADD_BOS = _LLAMA3_NAMES | {"tekken", "chameleon", "gemma4", "granite-embed-multi-311m"}
_IN_CHARACTERS = frozenset(("lines", "whitespace"))


def _named() -> dict[str, PreTokenizer]:
    named = {}
    for kind, patterns in PATTERNS.items():
        for name in _NAMES.get(kind, kind).split():
            named[name] = PreTokenizer(
                patterns, name in _IGNORE_MERGES, name in _ADD_BOS, byte_level=kind not in _IN_CHARACTERS
            )
    return named


PRE_TOKENIZERS = _named()
"""By the name in a file's `tokenizer.ggml.pre`."""

ALWAYS_BOS = frozenset(("gemma4", "granite-embed-multi-311m"))
"""Names whose text always begins with the beginning-of-text token, whatever the file says."""
