"""What the files of a folder name is not opened: no other folder or file, no module, nothing of the network."""

import contextlib
import json
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer

import cutaway
from cutaway.errors import CutawayError
from support import tiny

_KEYS = (
    "_name_or_path", "name_or_path", "base_model_name_or_path", "tokenizer_name_or_path", "pretrained_model_name_or_path", "gguf_file",
    "tokenizer_file", "vocab_file", "merges_file", "spm_file", "chat_template_file", "adapter_name_or_path", "assistant_model", "subfolder",
)  # fmt: skip
"""Settings that name a place somewhere in Transformers."""
DECOY = "DECOY"
"""What stands for the path of a whole model elsewhere."""
_REMOTE = {
    "AutoConfig": f"{DECOY}--evil.X",
    "AutoModelForCausalLM": f"{DECOY}--evil.X",
    "AutoTokenizer": [f"{DECOY}--evil.X", None],
}
CASES: dict[str, dict[str, dict[str, Any]]] = {
    "places in config.json": {"config.json": dict.fromkeys(_KEYS, DECOY) | {"auto_map": _REMOTE, "trust_remote_code": True}},
    "weights elsewhere": {"config.json": {"transformers_weights": f"{DECOY}/model.safetensors"}},
    "weights elsewhere, relative": {"config.json": {"transformers_weights": "../decoy/model.safetensors"}},
    "a backbone": {"config.json": {"model_type": "detr", "architectures": ["DetrModel"], "backbone": DECOY, "use_timm_backbone": False}},
    "a backbone of the hub": {
        "config.json": {"model_type": "detr", "architectures": ["DetrModel"], "backbone": "someone/x", "use_timm_backbone": False}
    },
    "two models": {
        "config.json": {
            "model_type": "encoder-decoder", "architectures": ["EncoderDecoderModel"],
            "encoder": {"model_type": "bert", "_name_or_path": DECOY}, "decoder": {"model_type": "bert", "_name_or_path": DECOY},
        }
    },
    "an unknown part": {
        "config.json": {
            "model_type": "llava", "architectures": ["LlavaForConditionalGeneration"],
            "text_config": {"model_type": "evil", "auto_map": _REMOTE},
        }
    },
    "a class of quantisation": {
        "config.json": {"quantization_config": {"quant_method": "torchao", "quant_type": {"default": {"_type": "evil.X", "_data": {}}}}}
    },
    "what quantisation learnt from": {
        "config.json": {"quantization_config": {"quant_method": "gptq", "bits": 4, "tokenizer": DECOY, "dataset": DECOY}}
    },
    "a precision": {"config.json": {"dtype": "load"}},
    "an activation": {"config.json": {"hidden_act": "evil.X"}},
    "places in tokenizer_config.json": {
        "tokenizer_config.json": dict.fromkeys(_KEYS, DECOY) | {"tokenizer_class": "GPT2Tokenizer", "auto_map": _REMOTE}
    },
    "a tokenizer of several": {"tokenizer_config.json": {"tokenizer_class": "RagTokenizer", "question_encoder": DECOY}},
    "a dictionary": {
        "tokenizer_config.json": {
            "tokenizer_class": "BertJapaneseTokenizer", "mecab_kwargs": {"mecab_dic": DECOY}, "word_tokenizer_type": "mecab",
        }
    },
    "a template that includes": {"tokenizer_config.json": {"chat_template": f"{{% include '{DECOY}/x.jinja' %}}"}},
    "a template that imports": {"tokenizer_config.json": {"chat_template": "{% import '../decoy/x.jinja' as x %}"}},
    "a template in a file": {"tokenizer_config.json": {"chat_template": f"{DECOY}/x.jinja"}},
    "how it writes": {"generation_config.json": {"custom_generate": DECOY, "assistant_model": DECOY, "_name_or_path": DECOY}},
    "an adapter": {"adapter_config.json": {"peft_type": "LORA", "base_model_name_or_path": DECOY}},
    "an adapter in its configuration": {"config.json": {"peft_config": {"base_model_name_or_path": DECOY}}},
}  # fmt: skip


@pytest.fixture(scope="module")
def opened() -> list[str]:
    """What was opened, looked for in the network, imported or started."""
    found: list[str] = []

    def watch(event: str, given: tuple[Any, ...]) -> None:
        if event in ("open", "import", "os.listdir", "os.scandir", "socket.connect", "socket.getaddrinfo", "os.system"):
            found.append(f"{event} {given[0]}")

    sys.addaudithook(watch)  # which can't be taken away; it only writes down
    return found


@pytest.mark.parametrize("with_tokenizer", [True, False])
@pytest.mark.parametrize("case", CASES)
def test_nothing_that_a_file_names_is_opened(
    case: str, with_tokenizer: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[str]
) -> None:
    if not with_tokenizer and "tokenizer_config.json" not in CASES[case]:
        return
    decoy, folder = tmp_path / "decoy", tmp_path / "model"
    for each in (decoy, folder):
        each.mkdir()
        tiny.write_folder(each)
        Tokenizer.from_file(str(each / "tokenizer.json")).model.save(str(each))
    (decoy / "evil.py").write_text("raise SystemExit('ran')")
    (decoy / "x.jinja").write_text("{{ 'decoy' }}")
    if not with_tokenizer:
        (folder / "tokenizer.json").unlink()
    for name, settings in CASES[case].items():
        file = folder / name
        written = json.dumps(settings).replace(DECOY, str(decoy))
        file.write_text(json.dumps((json.loads(file.read_text()) if file.exists() else {}) | json.loads(written)))
    monkeypatch.chdir(folder)
    doors: tuple[Callable[[], object], ...] = (
        lambda: cutaway.load(str(folder)).trace([1, 2]),
        lambda: cutaway.tokenizer(str(folder)).encode("abc"),
        lambda: cutaway.load(str(folder)).generate([1, 2], 1),
        lambda: cutaway.load(str(folder)).chat_prompt("abc"),
    )
    opened.clear()
    for door in doors:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with contextlib.suppress(CutawayError):
                door()
    assert not [
        each for each in opened if "decoy" in each or "socket" in each or "evil" in each or each.startswith("os.system")
    ]
