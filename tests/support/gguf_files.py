"""GGUF files that have a tokenizer and no weights, for what llama.cpp would read in them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gguf

NORMAL, UNKNOWN, CONTROL, USER_DEFINED, BYTE = 1, 2, 3, 4, 6


def write_tokenizer(
    file: Path,
    kind: str,
    words: Sequence[str],
    types: Sequence[int] | None = None,
    *,
    merges: Sequence[str] | None = None,
    scores: Sequence[float] | None = None,
    pre: str | None = None,
    charsmap: bytes = b"",
    **settings: Any,
) -> Path:
    """A file with this vocabulary.

    Args:
        settings: more of what stands under `tokenizer.ggml`: numbers and booleans; `normalizer__lowercase` has a dot for `__`.
    """
    writer = gguf.GGUFWriter(str(file), "llama")
    writer.add_tokenizer_model(kind)
    if pre is not None:
        writer.add_tokenizer_pre(pre)
    writer.add_token_list(list(words))
    writer.add_token_types(list(types or [NORMAL] * len(words)))
    if merges is not None:
        writer.add_token_merges(list(merges))
    if scores is not None:
        writer.add_token_scores(list(scores))
    if charsmap:
        writer.add_precompiled_charsmap(charsmap)
    for name, value in settings.items():
        key = f"tokenizer.ggml.{name.replace('__', '.')}"
        writer.add_bool(key, value) if isinstance(value, bool) else writer.add_uint32(key, value)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file
