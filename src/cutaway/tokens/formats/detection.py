"""Opens a tokenizer from a file or a folder in any known format.

The content of a file decides its format, not its name. Nothing here reads weights, uses the network, or runs code that came with a file.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tokenizers

from cutaway.errors import BadFile, CutawayError, UnsupportedModel
from cutaway.tokens.choose_backend import trusted_library
from cutaway.tokens.formats import gguf_metadata, vocabulary_files
from cutaway.tokens.formats.gguf_tokenizer import GgufTokenizer
from cutaway.tokens.formats.sentencepiece_model import read_sentencepiece
from cutaway.tokens.formats.tiktoken_file import looks_like_ranks, pattern_note, read_ranks
from cutaway.tokens.opening import read
from cutaway.tokens.sandbox.process import PatternStopped

JSON, CONFIG = "tokenizer.json", "tokenizer_config.json"
VOCABULARY, MERGES, WORDPIECE = "vocab.json", "merges.txt", "vocab.txt"
SENTENCEPIECE = ("tokenizer.model", "spiece.model", "sentencepiece.bpe.model", "sentencepiece.model", "spm.model")
FORMATS = "tokenizer.json, vocab.json with merges.txt beside it, vocab.txt, a SentencePiece model, a .tiktoken file, or a .gguf file"
MOST_BYTES = 200_000_000
"""The largest file to read whole; the largest vocabularies take a fifth of it. A GGUF file may be larger: its weights are not read."""
_BY_SENTENCEPIECE_ALONE = ("", "LlamaTokenizer", "LlamaTokenizerFast", "GemmaTokenizer", "GemmaTokenizerFast")
"""Classes whose ids are the SentencePiece model's own, so that reading it does not take Transformers."""


class RawTokenizer(NamedTuple):
    """A tokenizer read from a file: `Tokenizer(raw.own, notes=raw.notes)` wraps it.

    Attributes:
        own: the library's own object.
        notes: sentences about possible differences from training.
    """

    own: Any
    notes: Sequence[str] = ()


def open_path(path: Path, *, pattern: str = "") -> RawTokenizer:
    """The tokenizer of a file or of a folder.

    Args:
        path: the file or folder.
        pattern: for a `.tiktoken` file, the pattern that cuts a text: a name (`gpt2`, `gpt4`, `o200k`) or a regular expression.

    Raises:
        UnsupportedModel: there is no tokenizer in it, or one that can't be shown.
        BadFile: it is damaged, too large or can't be read.
        BadTraining: the pattern is invalid.
    """
    try:
        return _of_folder(path, pattern) if path.is_dir() else _of_file(path, pattern)
    except OSError as error:
        raise BadFile(f"{path} can't be read: {error.strerror}.", f"Give {FORMATS}.") from error


def open_content(content: bytes, name: str, *, pattern: str = "", merges: bytes = b"") -> RawTokenizer:
    """The tokenizer of a file that is not on this machine's disk, such as one that the page sends.

    Args:
        content: the file's content.
        name: the file's name.
        pattern: as in `open_path`.
        merges: the `merges.txt` that belongs to a `vocab.json`.

    Raises:
        UnsupportedModel, BadFile, BadTraining: as in `open_path`.
    """
    if merges:
        lines = vocabulary_files.text_of(merges, MERGES)
        return RawTokenizer(vocabulary_files.merging_by_list(_vocabulary(content, name), lines, name))
    if content.startswith(gguf_metadata.MAGIC):
        raise UnsupportedModel(
            f"{name} is a GGUF file, which the page can't send.", "Give its path on the command line: --tokenizer FILE."
        )
    return _of_content(content, name, pattern, beside=None)


def has_tokenizer(folder: Path) -> bool:
    """Whether a folder contains a tokenizer's file."""
    return any((folder / name).is_file() for name in (JSON, CONFIG, VOCABULARY, WORDPIECE, *SENTENCEPIECE)) or any(
        [*folder.glob("*.tiktoken"), *folder.glob("*.spm")]
    )


def of_json(content: bytes, name: str) -> RawTokenizer:
    """The tokenizer of a `tokenizer.json`; a byte order mark at its beginning is skipped.

    Raises:
        UnsupportedModel: it is not a `tokenizer.json`.
        PatternStopped: a pattern in it can't be compiled within bounds.
    """
    try:
        return RawTokenizer(read(vocabulary_files.text_of(content, name)))
    except (PatternStopped, BadFile):
        raise
    except Exception as error:  # the library raises nothing narrower
        raise UnsupportedModel(
            f"{name} is not a file of the tokenizers library: {error}.", "Give a tokenizer.json."
        ) from error


def _of_file(file: Path, pattern: str) -> RawTokenizer:
    with file.open("rb") as stream:
        if stream.read(4) == gguf_metadata.MAGIC:
            return _of_gguf(file)
    size = file.stat().st_size
    if size > MOST_BYTES:
        raise BadFile(
            f"{file.name} has {size:,} bytes, and no tokenizer has more than {MOST_BYTES:,}.", f"Give {FORMATS}."
        )
    return _of_content(file.read_bytes(), file.name, pattern, beside=file.parent)


def _of_content(content: bytes, name: str, pattern: str, *, beside: Path | None) -> RawTokenizer:
    beginning = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if beginning.replace(b"\0", b"").lstrip(b"\xff\xfe").lstrip().startswith(b"{"):
        return _of_some_json(content, name, beside)
    if looks_like_ranks(content[:4096]) or name.lower().endswith(".tiktoken"):
        return _of_ranks(content, name, pattern)
    if name == MERGES or beginning.startswith(b"#version"):
        if beside is not None and (beside / VOCABULARY).is_file():
            return _merging_by_list(beside)
        raise UnsupportedModel(
            f"{name} has only merges, without the vocabulary.", "Give the folder, with vocab.json in it."
        )
    if name.lower().endswith(".txt") or b"[UNK]" in content[:100_000].split():
        return RawTokenizer(vocabulary_files.wordpiece(vocabulary_files.text_of(content, name), name))
    if content[:1] == b"\n":  # the first field of the message is a piece
        return RawTokenizer(read_sentencepiece(content, name))
    raise UnsupportedModel(f"{name} is not a tokenizer in a known format.", f"Give {FORMATS}.")


def _of_some_json(content: bytes, name: str, beside: Path | None) -> RawTokenizer:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnsupportedModel(f"{name} is not valid JSON: {error}.", "Give a tokenizer.json.") from error
    if not isinstance(found, dict) or isinstance(found.get("model"), dict):
        return of_json(content, name)
    if beside is not None:
        if found and all(isinstance(id, int) for id in found.values()) and (beside / MERGES).is_file():
            return _merging_by_list(beside, found)
        if name in (CONFIG, "config.json", "special_tokens_map.json"):
            return _of_folder(beside, "")
    return of_json(content, name)  # which reports what is missing


def _of_gguf(file: Path) -> RawTokenizer:
    found = GgufTokenizer(file)
    return RawTokenizer(found.tokenizer, found.notes)


def _of_ranks(content: bytes, name: str, pattern: str) -> RawTokenizer:
    return RawTokenizer(read_ranks(content, name, pattern), () if pattern else (pattern_note(name),))


def _of_folder(folder: Path, pattern: str) -> RawTokenizer:
    if (folder / JSON).is_file():
        return _of_file(folder / JSON, pattern)
    config = _config(folder)
    given = config.get("tokenizer_class")
    model = next((folder / name for name in SENTENCEPIECE if (folder / name).is_file()), None)
    if model is None:
        model = _only(folder.glob("*.model"))
    if model is not None and (given or "") in _BY_SENTENCEPIECE_ALONE:
        content = model.read_bytes()
        if _is_sentencepiece(content):
            return _of_sentencepiece(content, model.name, config, llama=bool(given))
    problem: CutawayError | None = None
    if has_tokenizer(folder) and (given or (folder / "config.json").is_file()):
        try:
            return _by_transformers(folder)
        except CutawayError as error:
            problem = error
    if (folder / VOCABULARY).is_file() and (folder / MERGES).is_file():
        return _merging_by_list(folder)
    if (folder / WORDPIECE).is_file():
        lowercase = config.get("do_lower_case")
        lines = vocabulary_files.text_of((folder / WORDPIECE).read_bytes(), WORDPIECE)
        return RawTokenizer(
            vocabulary_files.wordpiece(lines, WORDPIECE, lowercase=lowercase if isinstance(lowercase, bool) else None)
        )
    file = model or _only(folder.glob("*.tiktoken")) or _only(folder.glob("*.spm")) or _only(folder.glob("*.gguf"))
    if file is not None:
        return _of_file(file, pattern)
    raise problem or UnsupportedModel(f"{folder} has no tokenizer in it.", f"Give a folder that has {FORMATS}.")


def _config(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / CONFIG).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _only(files: Any) -> Path | None:
    found = sorted(files)
    return found[0] if len(found) == 1 else None


def _is_sentencepiece(content: bytes) -> bool:
    return content[:1] == b"\n" and not looks_like_ranks(content[:4096])


def _of_sentencepiece(content: bytes, name: str, config: dict[str, Any], *, llama: bool) -> RawTokenizer:
    own: Any = read_sentencepiece(
        content,
        name,
        add_bos=bool(config.get("add_bos_token", llama)),
        add_eos=bool(config.get("add_eos_token", False)),
    )
    added = config.get("added_tokens_decoder")
    if isinstance(added, dict):
        _add(own, [(int(id), token) for id, token in added.items() if str(id).isdigit() and isinstance(token, dict)])
    return RawTokenizer(own)


def _add(own: Any, added: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Adds tokens to a vocabulary, those whose ids follow its own."""
    for id, token in sorted(added, key=lambda each: each[0]):
        content = token.get("content")
        if not isinstance(content, str) or not content:
            continue
        known = own.token_to_id(content)
        if known == id or (known is None and id == own.get_vocab_size()):
            options = {
                name: bool(token.get(name)) for name in ("special", "normalized", "lstrip", "rstrip", "single_word")
            }
            own.add_tokens([tokenizers.AddedToken(content, **options)])


def _vocabulary(content: bytes, name: str) -> dict[str, Any]:
    try:
        vocabulary = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadFile(f"{name} is not valid JSON: {error}.", "Copy it again.") from error
    if not isinstance(vocabulary, dict):
        raise BadFile(f"{name} is not a vocabulary.", "Copy it again.")
    return vocabulary


def _merging_by_list(folder: Path, vocabulary: dict[str, Any] | None = None) -> RawTokenizer:
    if vocabulary is None:
        vocabulary = _vocabulary((folder / VOCABULARY).read_bytes(), str(folder / VOCABULARY))
    merges = vocabulary_files.text_of((folder / MERGES).read_bytes(), MERGES)
    return RawTokenizer(vocabulary_files.merging_by_list(vocabulary, merges, str(folder)))


def _by_transformers(folder: Path) -> RawTokenizer:
    """The tokenizer that Transformers reads from a folder. It never runs code in there."""
    try:
        from transformers import AutoTokenizer

        found = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except Exception as error:  # it may raise anything
        what = " ".join(str(error).split())[:300].rstrip(".") or type(error).__name__
        raise UnsupportedModel(
            f"Transformers can't read the tokenizer of {folder}: {what}.", f"Give {FORMATS}."
        ) from error
    trusted_library(found)  # raises for one that can't be shown
    return RawTokenizer(found)
