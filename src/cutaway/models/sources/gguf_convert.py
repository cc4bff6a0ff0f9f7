"""The program that turns a GGUF file into a folder in Hugging Face format: `python -m … REPORT FILE FOLDER TITLE`.

It runs in a separate process (see `gguf`), so it may import anything and patch libraries.
"""

import functools
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cutaway.errors import BadFile, UnsupportedModel, WeightsUnavailable
from cutaway.store import reporting
from cutaway.store.reporting import Tell
from cutaway.system_errors import is_out_of_memory
from cutaway.tokens.formats.gguf_metadata import check_tensors
from cutaway.tokens.formats.gguf_tokenizer import GgufTokenizer

REPORT_SECONDS = 0.1
FLOAT32_BYTES = 4
PLAIN_TYPES = ("F32", "F16", "BF16", "F64")


def convert(file: Path, folder: Path, tell: Tell) -> dict[str, Any]:
    """Writes the model that Transformers reads from the file into the folder: config.json, model.safetensors, tokenizer.json.

    Returns:
        The file's own "quantisation" and "licence".

    Raises:
        UnsupportedModel: Transformers does not read this file.
        WeightsUnavailable: the file is damaged, or the disk too small.
    """
    tell("reading the file", 0, None, "")
    reader = _read(file)
    _check_disk(reader, folder.parent)
    _read_once(reader)

    import torch
    import transformers

    _count_tensors(tell)
    # In a separate folder, so that no other file beside it affects how it is read.
    place = folder.parent / "work" / "alone"
    place.mkdir(parents=True)
    try:
        (place / file.name).symlink_to(file)
    except OSError:  # not every system lets every user make links
        place = file.parent
    try:
        tell("reading the tokenizer", 0, None, "")
        tokenizer = _tokenizer(file)
        tell("reading the weights", 0, None, "")
        config = transformers.AutoConfig.from_pretrained(
            place, gguf_file=file.name, local_files_only=True, trust_remote_code=False
        )
        model, report = _class_for(config).from_pretrained(
            place,
            gguf_file=file.name,
            config=config,
            dtype=torch.float32,
            local_files_only=True,
            trust_remote_code=False,
            output_loading_info=True,
        )
        if missing := sorted(report["missing_keys"]):  # Transformers puts random numbers there
            raise ValueError(f"it lacks {len(missing)} of the model's weights, {missing[0]} first")
    except (ValueError, NotImplementedError, KeyError, AttributeError, ImportError, RuntimeError) as error:
        if is_out_of_memory(error):
            raise
        raise UnsupportedModel(
            f"Transformers can't read {file.name}: {_one_line(error)}.",
            "Choose a GGUF file of an architecture that Transformers reads (Llama, Qwen, Mistral, GPT-2, …).",
        ) from error
    tell("writing safetensors", 0, None, "")
    _forget_quantisation(model)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return {"quantisation": _quantisation(reader), "licence": _text(reader, "general.license")}


def _read(file: Path) -> Any:
    import gguf

    try:
        check_tensors(file)  # the reader trusts the file, and allocates whatever it claims
        return gguf.GGUFReader(str(file))
    except BadFile as error:
        raise WeightsUnavailable(error.message, error.hint) from error
    except Exception as error:  # a damaged file makes it fail in many ways
        raise WeightsUnavailable(
            f"{file.name} is damaged or not a GGUF file: {_one_line(error)}.", "Fetch or copy it again."
        ) from error


def _check_disk(reader: Any, folder: Path) -> None:
    needed = sum(int(tensor.n_elements) for tensor in reader.tensors) * FLOAT32_BYTES
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise WeightsUnavailable(
            f"The weights take {needed / 1e9:.1f} GB when converted to float32, but only {free / 1e9:.1f} GB are free.",
            "Make room, or set CUTAWAY_HOME to a folder on another disk.",
        )


def _read_once(reader: Any) -> None:
    """Lets Transformers reuse two things that it would compute repeatedly: the parse, for tokenizer, configuration and weights, and the map
    of tensor names, for each module. They took half of the time.
    """
    import gguf

    setattr(gguf, "GGUFReader", lambda path: reader)  # noqa: B010
    setattr(gguf, "get_tensor_name_map", functools.cache(gguf.get_tensor_name_map))  # noqa: B010


def _count_tensors(tell: Tell) -> None:
    """Turns Transformers' progress bars for reading and writing weights into steps."""
    import transformers.modeling_gguf_pytorch_utils as utils
    import transformers.utils.logging as logging

    def counted(items: Iterable[Any], *_: object, **__: object) -> Iterator[Any]:
        everything, last = list(items), 0.0
        for done, item in enumerate(everything):
            if time.monotonic() - last > REPORT_SECONDS:
                last = time.monotonic()
                tell("reading the weights", done, len(everything), "tensors")
            yield item
        tell("reading the weights", len(everything), len(everything), "tensors")

    setattr(utils, "tqdm", counted)  # noqa: B010 (it is no public name of that module)
    logging.disable_progress_bar()


def _class_for(config: Any) -> Any:
    """The automatic class with this configuration's output layer, if it has one."""
    import transformers
    from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING

    if config.is_encoder_decoder:
        return transformers.AutoModelForSeq2SeqLM
    return transformers.AutoModelForCausalLM if type(config) in MODEL_FOR_CAUSAL_LM_MAPPING else transformers.AutoModel


def _tokenizer(file: Path) -> Any:
    """The file's tokenizer as in llama.cpp, wrapped for Transformers, which by itself ignores much of the file."""
    import transformers

    found = GgufTokenizer(file)
    marks = {"bos_token": found.bos, "eos_token": found.eos, "unk_token": found.unknown, "pad_token": found.padding}
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=found.tokenizer,
        chat_template=found.chat_template or None,
        **{name: token for name, token in marks.items() if token is not None},
    )


def _forget_quantisation(model: Any) -> None:
    """Marks the model as plain float32, which it now is: Transformers refuses to save one that remembers its GGUF file."""
    model.hf_quantizer = None
    model.is_quantized = False
    for holder, name in ((model, "quantization_method"), (model.config, "quantization_config")):
        if hasattr(holder, name):
            delattr(holder, name)


def _quantisation(reader: Any) -> str:
    """The type of most of the weights, such as "Q4_1"; empty if that is a plain floating-point type."""
    elements: Counter[str] = Counter()
    for tensor in reader.tensors:
        elements[tensor.tensor_type.name] += int(tensor.n_elements)
    (most, _), *_ = elements.most_common(1) or [("F32", 0)]
    return "" if most in PLAIN_TYPES else most


def _text(reader: Any, key: str) -> str:
    field = reader.fields.get(key)
    return str(field.contents()) if field else ""


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300].rstrip(".") or type(error).__name__


def _work(arguments: list[str], tell: Tell) -> dict[str, Any]:
    file, folder, title = arguments
    return convert(
        Path(file), Path(folder), lambda what, done, total, unit: tell(f"Converting {title}: {what}", done, total, unit)
    )


if __name__ == "__main__":
    reporting.main(_work)
