"""A model whose blocks hand on several streams side by side has blocks, and no single residual stream: it is told so."""

import pytest
from transformers import Gemma3nForCausalLM, Gemma3nTextConfig

from cutaway import Model
from cutaway.errors import UnsupportedModel


def test_gemma3n_is_refused_for_what_it_is() -> None:
    config = Gemma3nTextConfig(
        vocab_size=97, vocab_size_per_layer_input=97, hidden_size=32, hidden_size_per_layer_input=8, intermediate_size=48,
        num_hidden_layers=4, num_attention_heads=4, num_key_value_heads=2, head_dim=12, max_position_embeddings=64, sliding_window=4,
        layer_types=["sliding_attention", "full_attention"] * 2, num_kv_shared_layers=2, laurel_rank=6, altup_num_inputs=3,
        activation_sparsity_pattern=[0.5, 0.0, 0.0, 0.0], pad_token_id=0, bos_token_id=1, eos_token_id=2,
    )  # fmt: skip
    with pytest.raises(UnsupportedModel, match="several parallel streams"):
        Model(Gemma3nForCausalLM(config).eval())
