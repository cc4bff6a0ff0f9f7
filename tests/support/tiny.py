"""Small models with random weights, as folders in Hugging Face format and as GGUF files."""

import json
from pathlib import Path

import gguf
import numpy as np
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM

WIDTH, MLP, LAYERS, HEADS, KEY_VALUE_HEADS, CONTEXT = 64, 96, 2, 4, 2, 64
TEXT = [
    "The cat sat on the mat, and 12 cats sat on 7 mats.\n\n2. It's the cat's mat.",
    "héllo wörld  3\n",
    "a\n\n\n\nb\n\nc",
]


def write_tokenizer(folder: Path) -> Tokenizer:
    """A byte-level tokenizer that pads and truncates, as those of sentence encoders do."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(
        TEXT * 3,
        trainers.BpeTrainer(
            vocab_size=320,
            initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
            special_tokens=["<|end|>"],
            show_progress=False,
        ),
    )
    tokenizer.enable_padding(length=128, pad_token="<|end|>")
    tokenizer.enable_truncation(max_length=128)
    tokenizer.save(str(folder / "tokenizer.json"))
    return tokenizer


def write_folder(folder: Path, *, width: int = WIDTH) -> Path:
    """A random Llama with its tokenizer."""
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=320, hidden_size=width, intermediate_size=MLP, num_hidden_layers=LAYERS, num_attention_heads=HEADS,
        num_key_value_heads=KEY_VALUE_HEADS, max_position_embeddings=CONTEXT, tie_word_embeddings=True,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)
    write_tokenizer(folder)
    return folder


def write_gguf(file: Path, *, pre: str = "gpt-2") -> Path:
    """A random Llama in Q4_1 with norms in F32 and embeddings in Q8_0, tied, as SmolLM2's file has them."""
    rng = np.random.default_rng(0)
    writer = gguf.GGUFWriter(str(file), "llama")
    writer.add_name("tiny")
    writer.add_license("mit")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(MLP)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEY_VALUE_HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    tokenizer = write_tokenizer(file.parent)
    vocabulary = tokenizer.get_vocab()
    words = sorted(vocabulary, key=vocabulary.__getitem__)
    writer.add_vocab_size(len(words))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list(words)
    writer.add_token_types([3 if word == "<|end|>" else 1 for word in words])
    writer.add_token_merges([" ".join(pair) for pair in _merges(tokenizer)])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(0)
    writer.add_chat_template("{% for message in messages %}{{ message['content'] }}{% endfor %}")

    def tensor(name: str, *shape: int, kind: gguf.GGMLQuantizationType = gguf.GGMLQuantizationType.Q4_1) -> None:
        values = rng.normal(0, 0.3, shape).astype(np.float32)
        plain = kind == gguf.GGMLQuantizationType.F32
        writer.add_tensor(name, values if plain else gguf.quantize(values, kind), raw_dtype=kind)

    f32, q8 = gguf.GGMLQuantizationType.F32, gguf.GGMLQuantizationType.Q8_0
    key_value = WIDTH * KEY_VALUE_HEADS // HEADS
    tensor("token_embd.weight", len(words), WIDTH, kind=q8)
    tensor("output_norm.weight", WIDTH, kind=f32)
    for layer in range(LAYERS):
        for name, rows, columns in (
            ("attn_q", WIDTH, WIDTH), ("attn_k", key_value, WIDTH), ("attn_v", key_value, WIDTH),
            ("attn_output", WIDTH, WIDTH), ("ffn_gate", MLP, WIDTH), ("ffn_up", MLP, WIDTH), ("ffn_down", WIDTH, MLP),
        ):  # fmt: skip
            tensor(f"blk.{layer}.{name}.weight", rows, columns)
        tensor(f"blk.{layer}.attn_norm.weight", WIDTH, kind=f32)
        tensor(f"blk.{layer}.ffn_norm.weight", WIDTH, kind=f32)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    (file.parent / "tokenizer.json").unlink()
    return file


def _merges(tokenizer: Tokenizer) -> list[tuple[str, str]]:
    return [tuple(pair) for pair in json.loads(tokenizer.to_str())["model"]["merges"]]
