"""Small models of many architectures, made from a configuration with random weights: nothing is fetched, nothing in them is degenerate.

`CONFIGS` are those that must work whole; `FURTHER` are others, to see how far the same code goes.
"""

from collections.abc import Callable

import torch
import transformers
from torch import nn
from transformers import PreTrainedModel

VOCABULARY = 97
IDS = (11, 23, 42, 5, 71, 23, 8, 90, 33)
"""Nine tokens, one of them twice: more than a sliding window of the small models holds."""
TARGET = (7, 31, 64, 12, 55, 19, 80)
"""What the decoder of a two-stack model is given after its start token: of another length, so that the axes can't be mixed up."""

Make = Callable[[], PreTrainedModel]
_GROUPED = {"num_key_value_heads": 2}
_SPECIAL = {"pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2}


def _small(name: str, *, scale: float = 0.25, **options: object) -> Make:
    """A maker of a small model.

    Args:
        name: the model's class; its configuration's class has the same name with another ending.
        scale: the spread of its weights.
        options: the configuration.
    """

    def make() -> PreTrainedModel:
        model_class = getattr(transformers, name)
        torch.manual_seed(7)
        hf: PreTrainedModel = model_class(model_class.config_class(**{**_SPECIAL, **options}))
        return _redrawn(hf, scale).eval()

    return make


def _redrawn(hf: PreTrainedModel, scale: float) -> PreTrainedModel:
    """Draws weights anew, so that attention is far from even, and moves what was all ones or zeros away from it."""
    with torch.no_grad():
        for module in hf.modules():
            tensors = [*module.named_parameters(recurse=False), *module.named_buffers(recurse=False)]
            for name, tensor in tensors:
                if not tensor.is_floating_point() or tensor.numel() == 0:
                    continue
                if bool((tensor == tensor.reshape(-1)[0]).all()) and "inv_freq" not in name:
                    tensor += 0.3 * torch.randn_like(tensor)
                elif isinstance(module, nn.Embedding) and "padding_idx" in name:
                    continue
                elif (
                    isinstance(module, (nn.Linear, nn.Embedding))
                    or tensor.dim() == 3
                    or type(module).__name__ == "Conv1D"
                ):
                    tensor.copy_(scale * torch.randn_like(tensor))
    return hf


def _llama_like(name: str, **options: object) -> Make:
    return _small(
        name, **{
            "vocab_size": VOCABULARY, "hidden_size": 32, "intermediate_size": 56, "num_hidden_layers": 3, "num_attention_heads": 4,
            "num_key_value_heads": 2, "max_position_embeddings": 64, **options,
        },
    )  # fmt: skip


def _gpt_like(name: str, **options: object) -> Make:
    return _small(
        name, **{"vocab_size": VOCABULARY, "n_embd": 32, "n_layer": 3, "n_head": 4, "n_positions": 64, **options}
    )


def _bert_like(name: str, **options: object) -> Make:
    return _llama_like(name, **{"num_key_value_heads": None, **options})


def _bart_like(name: str, **options: object) -> Make:
    return _small(
        name, **{
            "vocab_size": VOCABULARY, "d_model": 32, "encoder_layers": 2, "decoder_layers": 3, "encoder_attention_heads": 4,
            "decoder_attention_heads": 4, "encoder_ffn_dim": 56, "decoder_ffn_dim": 48, "max_position_embeddings": 64,
            "decoder_start_token_id": 2, **options,
        },
    )  # fmt: skip


def _t5_like(name: str, **options: object) -> Make:
    return _small(
        name, **{
            "vocab_size": VOCABULARY, "d_model": 32, "d_kv": 12, "d_ff": 56, "num_layers": 2, "num_decoder_layers": 3, "num_heads": 4,
            "relative_attention_num_buckets": 8, "relative_attention_max_distance": 6, "decoder_start_token_id": 0, **options,
        },
    )  # fmt: skip


_EXPERTS = {"num_local_experts": 4, "num_experts_per_tok": 2}
_WINDOWS = {"sliding_window": 4, "layer_types": ["sliding_attention", "full_attention", "sliding_attention"]}


def marian() -> PreTrainedModel:
    """A random Marian that keeps the position tables of its class, which are sines and cosines."""
    torch.manual_seed(7)
    config = transformers.MarianConfig(
        vocab_size=VOCABULARY, d_model=24, encoder_layers=2, decoder_layers=3, encoder_attention_heads=3, decoder_attention_heads=3,
        encoder_ffn_dim=40, decoder_ffn_dim=36, max_position_embeddings=64, activation_function="gelu", init_std=0.3,
        scale_embedding=True, decoder_start_token_id=0, pad_token_id=0, bos_token_id=1, eos_token_id=2,
    )  # fmt: skip
    return transformers.MarianMTModel(config).eval()


CONFIGS: dict[str, Make] = {
    "gpt2": _gpt_like("GPT2LMHeadModel"),
    "gpt_neo": _small(
        "GPTNeoForCausalLM", vocab_size=VOCABULARY, hidden_size=32, num_layers=3, num_heads=4, max_position_embeddings=64, window_size=4,
        attention_types=[[["global", "local", "global"], 1]], intermediate_size=56,
    ),
    "gpt_neox": _bert_like("GPTNeoXForCausalLM", rotary_pct=0.5),
    "gptj": _gpt_like("GPTJForCausalLM", rotary_dim=4),
    "opt": _bert_like("OPTForCausalLM", ffn_dim=56, word_embed_proj_dim=32),
    "bloom": _small("BloomForCausalLM", vocab_size=VOCABULARY, hidden_size=32, n_layer=3, n_head=4),
    "llama": _llama_like("LlamaForCausalLM"),
    "mistral": _llama_like("MistralForCausalLM", sliding_window=4),
    "mixtral": _llama_like("MixtralForCausalLM", sliding_window=4, **_EXPERTS),
    "qwen2": _llama_like("Qwen2ForCausalLM", use_sliding_window=True, **_WINDOWS),
    "qwen3": _llama_like("Qwen3ForCausalLM", head_dim=12),
    "qwen3_moe": _llama_like(
        "Qwen3MoeForCausalLM", head_dim=12, num_experts=5, num_experts_per_tok=2, moe_intermediate_size=24, decoder_sparse_step=2,
        norm_topk_prob=True,
    ),
    "gemma": _llama_like("GemmaForCausalLM", head_dim=12),
    "gemma2": _llama_like(
        "Gemma2ForCausalLM", head_dim=12, query_pre_attn_scalar=10, attn_logit_softcapping=5.0, final_logit_softcapping=6.0, **_WINDOWS
    ),
    "gemma3_text": _llama_like("Gemma3ForCausalLM", head_dim=12, query_pre_attn_scalar=10, **_WINDOWS),
    "phi": _llama_like("PhiForCausalLM", partial_rotary_factor=0.5, qk_layernorm=True),
    "phi3": _llama_like("Phi3ForCausalLM", sliding_window=4),
    "falcon": _small(
        "FalconForCausalLM", vocab_size=VOCABULARY, hidden_size=32, num_hidden_layers=3, num_attention_heads=4, multi_query=True,
        parallel_attn=True, new_decoder_architecture=False, bias=True,
    ),
    "mpt": _small("MptForCausalLM", vocab_size=VOCABULARY, d_model=32, n_layers=3, n_heads=4, max_seq_len=64, expansion_ratio=2),
    "olmo": _llama_like("OlmoForCausalLM", clip_qkv=3.0),
    "smollm3": _llama_like("SmolLM3ForCausalLM", no_rope_layers=[1, 0, 1]),
    "deepseek_v3": _llama_like(
        "DeepseekV3ForCausalLM", num_key_value_heads=4, moe_intermediate_size=24, n_routed_experts=6, n_shared_experts=1,
        num_experts_per_tok=2, n_group=2, topk_group=1, first_k_dense_replace=1, q_lora_rank=20, kv_lora_rank=16, qk_rope_head_dim=4,
        qk_nope_head_dim=8, v_head_dim=10,
    ),
    "gpt_oss": _llama_like("GptOssForCausalLM", head_dim=12, **_EXPERTS, **_WINDOWS),
    "bert": _bert_like("BertForMaskedLM"),
    "roberta": _bert_like("RobertaForMaskedLM", pad_token_id=1, bos_token_id=0),
    "distilbert": _small("DistilBertForMaskedLM", vocab_size=VOCABULARY, dim=32, hidden_dim=56, n_layers=3, n_heads=4),
    "albert": _bert_like("AlbertForMaskedLM", embedding_size=20, num_hidden_groups=1),
    "electra": _bert_like("ElectraForMaskedLM", embedding_size=20),
    "modernbert": _bert_like(
        "ModernBertForMaskedLM", local_attention=6, global_attn_every_n_layers=2, cls_token_id=1, sep_token_id=2, norm_bias=True
    ),
    "deberta_v2": _bert_like(
        "DebertaV2ForMaskedLM", relative_attention=True, pos_att_type=["p2c", "c2p"], position_buckets=4, norm_rel_ebd="layer_norm",
        share_att_key=True, position_biased_input=False, type_vocab_size=0,
    ),
    "t5": _t5_like("T5ForConditionalGeneration"),
    "bart": _bart_like("BartForConditionalGeneration"),
    "marian": _bart_like("MarianMTModel"),
    "pegasus": _bart_like("PegasusForConditionalGeneration"),
    "m2m_100": _bart_like("M2M100ForConditionalGeneration", pad_token_id=1, bos_token_id=0),
    "mamba": _small(
        "MambaForCausalLM", vocab_size=VOCABULARY, hidden_size=32, state_size=6, num_hidden_layers=3, conv_kernel=3, time_step_rank=4
    ),
}  # fmt: skip

FURTHER: dict[str, Make] = {
    "bloom, residual after norm": _small(
        "BloomForCausalLM", vocab_size=VOCABULARY, hidden_size=32, n_layer=3, n_head=4, apply_residual_connection_post_layernorm=True
    ),
    "falcon, grouped": _small(
        "FalconForCausalLM", vocab_size=VOCABULARY, hidden_size=32, num_hidden_layers=3, num_attention_heads=4, num_kv_heads=2,
        new_decoder_architecture=True,
    ),
    "gpt_neox, in turn": _bert_like("GPTNeoXForCausalLM", use_parallel_residual=False),
    "opt, norms after": _bert_like("OPTForCausalLM", ffn_dim=56, word_embed_proj_dim=20, do_layer_norm_before=False),
    "stablelm, parallel": _llama_like("StableLmForCausalLM", use_parallel_residual=True),
    "deberta_v2, own keys": _bert_like(
        "DebertaV2ForMaskedLM", relative_attention=True, pos_att_type=["p2c", "c2p"], share_att_key=False, position_biased_input=True,
        type_vocab_size=2, conv_kernel_size=3,
    ),
    "apertus": _llama_like("ApertusForCausalLM"),
    "arcee": _llama_like("ArceeForCausalLM"),
    "bamba": _llama_like(
        "BambaForCausalLM", attn_layer_indices=[1], mamba_n_heads=8, mamba_d_head=8, mamba_d_state=8, mamba_n_groups=1, mamba_expand=2,
    ),
    "biogpt": _bert_like("BioGptForCausalLM"),
    "codegen": _gpt_like("CodeGenForCausalLM", n_ctx=64, rotary_dim=4),
    "cohere": _llama_like("CohereForCausalLM", use_qk_norm=True, logit_scale=1.0),
    "cohere2": _llama_like("Cohere2ForCausalLM", logit_scale=1.0, **_WINDOWS),
    "ctrl": _gpt_like("CTRLLMHeadModel", dff=56),
    "dbrx": _small(
        "DbrxForCausalLM", vocab_size=VOCABULARY, d_model=32, n_heads=4, n_layers=3, max_seq_len=64,
        attn_config={"kv_n_heads": 2, "clip_qkv": 3.0, "rope_theta": 1e4},
        ffn_config={"ffn_hidden_size": 24, "moe_num_experts": 4, "moe_top_k": 2},
    ),
    "deepseek_v2": _llama_like(
        "DeepseekV2ForCausalLM", num_key_value_heads=4, moe_intermediate_size=24, n_routed_experts=4, n_shared_experts=1,
        num_experts_per_tok=2, first_k_dense_replace=1, q_lora_rank=20, kv_lora_rank=16, qk_rope_head_dim=4, qk_nope_head_dim=8,
        v_head_dim=10, head_dim=4,
    ),
    "diffllama": _llama_like("DiffLlamaForCausalLM"),
    "ernie4_5": _llama_like("Ernie4_5ForCausalLM", head_dim=8),
    "exaone4": _llama_like("Exaone4ForCausalLM", **_WINDOWS),
    "falcon_mamba": _small(
        "FalconMambaForCausalLM", vocab_size=VOCABULARY, hidden_size=32, state_size=6, num_hidden_layers=3, conv_kernel=3, time_step_rank=4
    ),
    "glm": _llama_like("GlmForCausalLM", head_dim=8),
    "glm4": _llama_like("Glm4ForCausalLM", head_dim=8),
    "gpt_bigcode": _gpt_like("GPTBigCodeForCausalLM", multi_query=True),
    "granite": _llama_like(
        "GraniteForCausalLM", residual_multiplier=0.7, embedding_multiplier=2.0, logits_scaling=3.0, attention_multiplier=0.4
    ),
    "granitemoe": _llama_like("GraniteMoeForCausalLM", residual_multiplier=0.7, **_EXPERTS),
    "helium": _llama_like("HeliumForCausalLM", head_dim=8),
    "jamba": _llama_like(
        "JambaForCausalLM", num_hidden_layers=4, attn_layer_period=2, attn_layer_offset=1, expert_layer_period=2, expert_layer_offset=0,
        num_experts=4, num_experts_per_tok=2, mamba_d_state=6, mamba_dt_rank=4, use_mamba_kernels=False,
    ),
    "lfm2": _llama_like("Lfm2ForCausalLM", layer_types=["conv", "full_attention", "conv"], block_auto_adjust_ff_dim=False),
    "mamba2": _small(
        "Mamba2ForCausalLM", vocab_size=VOCABULARY, hidden_size=32, num_heads=8, head_dim=8, n_groups=2, state_size=6, num_hidden_layers=3,
        conv_kernel=3,
    ),
    "minimax": _llama_like(
        "MiniMaxForCausalLM", layer_types=["full_attention", "linear_attention", "full_attention"], block_size=4, **_EXPERTS
    ),
    "nemotron": _llama_like("NemotronForCausalLM"),
    "olmo2": _llama_like("Olmo2ForCausalLM"),
    "olmo3": _llama_like("Olmo3ForCausalLM", **_WINDOWS),
    "olmoe": _llama_like("OlmoeForCausalLM", num_experts=4, num_experts_per_tok=2),
    "openai-gpt": _gpt_like("OpenAIGPTLMHeadModel"),
    "persimmon": _bert_like("PersimmonForCausalLM"),
    "phimoe": _llama_like("PhimoeForCausalLM", **_EXPERTS),
    "qwen2_moe": _llama_like(
        "Qwen2MoeForCausalLM", num_experts=4, num_experts_per_tok=2, moe_intermediate_size=24, shared_expert_intermediate_size=40
    ),
    "qwen3_next": _llama_like(
        "Qwen3NextForCausalLM", num_hidden_layers=2, layer_types=["linear_attention", "full_attention"], head_dim=12, num_experts=4,
        num_experts_per_tok=2, moe_intermediate_size=24, shared_expert_intermediate_size=24, linear_num_value_heads=4,
        linear_num_key_heads=2, linear_key_head_dim=8, linear_value_head_dim=8,
    ),
    "recurrent_gemma": _llama_like("RecurrentGemmaForCausalLM", num_key_value_heads=1, lru_width=32, attention_window_size=16),
    "rwkv": _small("RwkvForCausalLM", vocab_size=VOCABULARY, hidden_size=32, attention_hidden_size=32, num_hidden_layers=3),
    "seed_oss": _llama_like("SeedOssForCausalLM", head_dim=12),
    "stablelm": _llama_like("StableLmForCausalLM", qk_layernorm=True, use_parallel_residual=False),
    "starcoder2": _llama_like("Starcoder2ForCausalLM", sliding_window=4),
    "xglm": _small(
        "XGLMForCausalLM", vocab_size=VOCABULARY, d_model=32, num_layers=3, attention_heads=4, ffn_dim=56, max_position_embeddings=64
    ),
    "bert_generation": _bert_like("BertGenerationDecoder", is_decoder=True),
    "camembert": _bert_like("CamembertForMaskedLM", pad_token_id=1, bos_token_id=0),
    "convbert": _bert_like("ConvBertForMaskedLM", embedding_size=20, head_ratio=2),
    "data2vec-text": _bert_like("Data2VecTextForMaskedLM", pad_token_id=1, bos_token_id=0),
    "deberta": _bert_like("DebertaForMaskedLM", relative_attention=True, pos_att_type=["p2c", "c2p"], max_relative_positions=8),
    "ernie": _bert_like("ErnieForMaskedLM"),
    "esm": _bert_like("EsmForMaskedLM", pad_token_id=1, mask_token_id=3, position_embedding_type="rotary", token_dropout=False),
    "eurobert": _llama_like("EuroBertForMaskedLM"),
    "fnet": _bert_like("FNetForMaskedLM"),
    "ibert": _bert_like("IBertForMaskedLM", pad_token_id=1, bos_token_id=0),
    "layoutlm": _bert_like("LayoutLMForMaskedLM"),
    "longformer": _bert_like("LongformerForMaskedLM", attention_window=4, pad_token_id=1, bos_token_id=0, sep_token_id=2),
    "megatron-bert": _bert_like("MegatronBertForMaskedLM"),
    "mobilebert": _bert_like("MobileBertForMaskedLM", embedding_size=20, intra_bottleneck_size=16, num_feedforward_networks=2),
    "mpnet": _bert_like("MPNetForMaskedLM", pad_token_id=1, bos_token_id=0),
    "nomic_bert": _bert_like("NomicBertForMaskedLM"),
    "rembert": _bert_like("RemBertForMaskedLM", input_embedding_size=20, output_embedding_size=28),
    "roberta-prelayernorm": _bert_like("RobertaPreLayerNormForMaskedLM", pad_token_id=1, bos_token_id=0),
    "roformer": _bert_like("RoFormerForMaskedLM", embedding_size=20),
    "squeezebert": _bert_like("SqueezeBertForMaskedLM", embedding_size=32),
    "xlm": _small("XLMWithLMHeadModel", vocab_size=VOCABULARY, emb_dim=32, n_layers=3, n_heads=4, n_langs=1, max_position_embeddings=64),
    "xlm-roberta": _bert_like("XLMRobertaForMaskedLM", pad_token_id=1, bos_token_id=0),
    "xlnet": _small("XLNetLMHeadModel", vocab_size=VOCABULARY, d_model=32, n_layer=3, n_head=4, d_inner=56),
    "bigbird_pegasus": _bart_like("BigBirdPegasusForConditionalGeneration", attention_type="original_full"),
    "blenderbot": _bart_like("BlenderbotForConditionalGeneration"),
    "fsmt": _bart_like("FSMTForConditionalGeneration", langs=["en", "de"], src_vocab_size=VOCABULARY, tgt_vocab_size=VOCABULARY),
    "led": _bart_like(
        "LEDForConditionalGeneration", attention_window=4, max_encoder_position_embeddings=64, max_decoder_position_embeddings=64
    ),
    "longt5": _t5_like("LongT5ForConditionalGeneration", local_radius=3),
    "mbart": _bart_like("MBartForConditionalGeneration"),
    "mt5": _t5_like("MT5ForConditionalGeneration", initializer_factor=0.7),
    "plbart": _bart_like("PLBartForConditionalGeneration"),
    "prophetnet": _small(
        "ProphetNetForConditionalGeneration", vocab_size=VOCABULARY, hidden_size=32, num_encoder_layers=2, num_decoder_layers=3,
        num_encoder_attention_heads=4, num_decoder_attention_heads=4, encoder_ffn_dim=56, decoder_ffn_dim=56, max_position_embeddings=64,
        decoder_start_token_id=0,
    ),
    "switch_transformers": _t5_like(
        "SwitchTransformersForConditionalGeneration", num_experts=4, num_sparse_encoder_layers=1, num_sparse_decoder_layers=1,
        expert_capacity=16,
    ),
    "umt5": _t5_like("UMT5ForConditionalGeneration"),
}  # fmt: skip


def given(hf: PreTrainedModel) -> dict[str, torch.Tensor]:
    """What the forward pass of a small model is given: one row of ids, and the start token and target for a decoder of its own."""
    ids = {"input_ids": torch.tensor([IDS])}
    if not hf.config.is_encoder_decoder:
        return ids
    return ids | {"decoder_input_ids": torch.tensor([[hf.config.decoder_start_token_id, *TARGET]])}
