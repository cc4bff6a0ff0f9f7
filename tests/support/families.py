"""Where Hugging Face's code keeps what, named by hand: one table a family of the small models in `architectures`."""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Stack:
    """Where Hugging Face's code keeps what, in one stack of blocks.

    A place is `path` (what a module gives), `<path` (what it is given), `path[1]` (the second of those tensors) or `path:0/2` (the
    first half of its columns). Places of a block are relative to it; one that a block has not is left out.

    Attributes:
        blocks: the list of blocks.
        sites: short site name → place.
        attentions: name → the module that attends, and its output projection.
        outside: site name → place, before the first block and after the last.
        after: whether sums are normed, in place of what goes into the sublayers.
        share: what a sublayer's output is multiplied with before it is added.
    """

    blocks: str
    sites: dict[str, str]
    attentions: dict[str, tuple[str, str]]
    outside: dict[str, str] = field(default_factory=dict)
    prefix: str = ""
    after: bool = False
    share: float = 1.0


Family = tuple[Stack, ...]


def _routed(router: str) -> dict[str, str]:
    """What the router of a mixture of experts gives."""
    return {"mlp.router": f"{router}[0]", "mlp.weights": f"{router}[1]", "mlp.experts": f"{router}[2]"}


_GATED = {
    "norm1": "input_layernorm", "resid_mid": "<post_attention_layernorm", "norm2": "post_attention_layernorm",
    "mlp.pre": "mlp.up_proj", "mlp.gate": "mlp.gate_proj", "mlp.post": "<mlp.down_proj", "mlp.out": "mlp",
    **_routed("mlp.gate"),
}  # fmt: skip
_SANDWICH = _GATED | {
    "norm1_post": "post_attention_layernorm", "resid_mid": "<pre_feedforward_layernorm", "norm2": "pre_feedforward_layernorm",
    "norm2_post": "post_feedforward_layernorm",
}  # fmt: skip
_LLAMA = Stack(
    "model.layers",
    _GATED,
    {"attn": ("self_attn", "self_attn.o_proj")},
    {"embed": "model.embed_tokens", "final_norm": "model.norm"},
)
_GPT2 = Stack(
    "transformer.h",
    {
        "norm1": "ln_1", "resid_mid": "<ln_2", "norm2": "ln_2", "mlp.pre": "<mlp.act", "mlp.post": "mlp.act", "mlp.out": "mlp",
    },
    {"attn": ("attn", "attn.c_proj")},
    {"embed": "transformer.wte", "pos_embed": "transformer.wpe", "final_norm": "transformer.ln_f"},
)  # fmt: skip
_BIG_SCIENCE = {
    "norm1": "input_layernorm", "norm2": "post_attention_layernorm", "mlp.pre": "mlp.dense_h_to_4h", "mlp.post": "<mlp.dense_4h_to_h",
    "mlp.out": "mlp.dense_4h_to_h",
}  # fmt: skip


def _bert(root: str, **outside: str) -> Family:
    return (
        Stack(
            f"{root}.encoder.layer",
            {
                "resid_mid": "<attention.output.LayerNorm", "norm1": "attention.output.LayerNorm", "mlp.pre": "intermediate.dense",
                "mlp.post": "<output.dense", "mlp.out": "output.dense", "norm2": "output.LayerNorm",
            },
            {"attn": ("attention.self", "attention.output.dense")},
            {
                "embed": f"{root}.embeddings.word_embeddings", "pos_embed": f"{root}.embeddings.position_embeddings",
                "type_embed": f"{root}.embeddings.token_type_embeddings", "embed_norm": f"{root}.embeddings.LayerNorm", **outside,
            },
            after=True,
        ),
    )  # fmt: skip


_FEED_FORWARD = {
    "mlp.pre": "fc1",
    "mlp.post": "<fc2",
    "mlp.out": "fc2",
    "norm1": "self_attn_layer_norm",
    "norm2": "final_layer_norm",
}
_AFTER = {
    "resid_mid": "<self_attn_layer_norm",
    "norm_cross": "encoder_attn_layer_norm",
    "resid_cross": "<encoder_attn_layer_norm",
}
_FIRST = {"resid_mid": "<final_layer_norm", "norm_cross": "encoder_attn_layer_norm"}
_FIRST_CROSSING = {
    "resid_mid": "<encoder_attn_layer_norm",
    "norm_cross": "encoder_attn_layer_norm",
    "resid_cross": "<final_layer_norm",
}


def _bart(norm: str = "", embed_norm: str = "") -> Family:
    """Two stacks as BART has them, with the name of the last norm where blocks norm first."""
    found = []
    for name in ("encoder", "decoder"):
        root = f"model.{name}"
        sites = _AFTER if not norm else _FIRST_CROSSING if name == "decoder" else _FIRST
        outside = {"embed": f"{root}.embed_tokens", "pos_embed": f"{root}.embed_positions"}
        outside |= {"embed_norm": f"{root}.{embed_norm}"} if embed_norm else {}
        outside |= {"final_norm": f"{root}.{norm}"} if norm else {}
        attentions = {"attn": ("self_attn", "self_attn.out_proj")}
        if name == "decoder":
            attentions["cross_attn"] = ("encoder_attn", "encoder_attn.out_proj")
        found.append(Stack(f"{root}.layers", _FEED_FORWARD | sites, attentions, outside, f"{name}.", not norm))
    return tuple(found)


def _t5(gated: bool = False) -> Family:
    encoder = {
        "norm1": "layer.0.layer_norm", "resid_mid": "<layer.1", "norm2": "layer.1.layer_norm", "mlp.pre": "layer.1.DenseReluDense.wi",
        "mlp.post": "<layer.1.DenseReluDense.wo", "mlp.out": "layer.1.DenseReluDense",
    }  # fmt: skip
    if gated:
        encoder |= {"mlp.gate": "layer.1.DenseReluDense.wi_0", "mlp.pre": "layer.1.DenseReluDense.wi_1"}
    decoder = {name: place.replace("layer.1", "layer.2") for name, place in encoder.items()}
    decoder |= {"resid_mid": "<layer.1", "norm_cross": "layer.1.layer_norm", "resid_cross": "<layer.2"}
    attn = {"attn": ("layer.0.SelfAttention", "layer.0.SelfAttention.o")}
    cross = {"cross_attn": ("layer.1.EncDecAttention", "layer.1.EncDecAttention.o")}
    outside = {"embed": "encoder.embed_tokens", "final_norm": "encoder.final_layer_norm"}
    return (
        Stack("encoder.block", encoder, attn, outside, "encoder."),
        Stack(
            "decoder.block",
            decoder,
            attn | cross,
            {k: v.replace("en", "de", 1) for k, v in outside.items()},
            "decoder.",
        ),
    )


def _changed(
    stack: Stack, sites: dict[str, str], *, attn: tuple[str, str] | None = None, outside: dict[str, str] | None = None
) -> Family:
    """A family of one stack: another one's with other places; an empty place takes a site away."""
    places = stack.sites | sites
    return (
        replace(
            stack,
            sites={name: place for name, place in places.items() if place},
            attentions=stack.attentions if attn is None else {"attn": attn},
            outside=stack.outside if outside is None else outside,
        ),
    )


FAMILIES: dict[str, Family] = {
    **dict.fromkeys(("llama", "mistral", "mixtral", "qwen2", "qwen3", "qwen3_moe", "gemma", "olmo", "smollm3", "deepseek_v3"), (_LLAMA,)),
    **dict.fromkeys(("gemma2", "gemma3_text"), (replace(_LLAMA, sites=_SANDWICH),)),
    "gpt_oss": _changed(_LLAMA, _routed("mlp.router")),
    "phi3": _changed(_LLAMA, {"mlp.gate": "mlp.gate_up_proj:0/2", "mlp.pre": "mlp.gate_up_proj:1/2"}),
    "phi": _changed(
        _LLAMA, {"resid_mid": "", "norm2": "", "mlp.gate": "", "mlp.pre": "mlp.fc1", "mlp.post": "<mlp.fc2"},
        attn=("self_attn", "self_attn.dense"), outside={"embed": "model.embed_tokens", "final_norm": "model.final_layernorm"},
    ),
    "gpt2": (_GPT2,),
    "gpt_neo": _changed(_GPT2, {}, attn=("attn.attention", "attn.attention.out_proj")),
    "gptj": _changed(
        _GPT2, {"resid_mid": "", "norm2": ""}, attn=("attn", "attn.out_proj"),
        outside={"embed": "transformer.wte", "final_norm": "transformer.ln_f"},
    ),
    "gpt_neox": (
        Stack(
            "gpt_neox.layers", _BIG_SCIENCE, {"attn": ("attention", "attention.dense")},
            {"embed": "gpt_neox.embed_in", "final_norm": "gpt_neox.final_layer_norm"},
        ),
    ),
    "falcon": (
        Stack(
            "transformer.h", _BIG_SCIENCE, {"attn": ("self_attention", "self_attention.dense")},
            {"embed": "transformer.word_embeddings", "final_norm": "transformer.ln_f"},
        ),
    ),
    "bloom": (
        Stack(
            "transformer.h", _BIG_SCIENCE | {"resid_mid": "<post_attention_layernorm"},
            {"attn": ("self_attention", "self_attention.dense")},
            {
                "embed": "transformer.word_embeddings", "embed_norm": "transformer.word_embeddings_layernorm",
                "final_norm": "transformer.ln_f",
            },
        ),
    ),
    "mpt": (
        Stack(
            "transformer.blocks",
            {
                "norm1": "norm_1", "resid_mid": "<norm_2", "norm2": "norm_2", "mlp.pre": "ffn.up_proj", "mlp.post": "<ffn.down_proj",
                "mlp.out": "ffn.down_proj",
            },
            {"attn": ("attn", "attn.out_proj")}, {"embed": "transformer.wte", "final_norm": "transformer.norm_f"},
        ),
    ),
    "opt": (
        Stack(
            "model.decoder.layers", _FEED_FORWARD | {"resid_mid": "<final_layer_norm"}, {"attn": ("self_attn", "self_attn.out_proj")},
            {
                "embed": "model.decoder.embed_tokens", "pos_embed": "model.decoder.embed_positions",
                "final_norm": "model.decoder.final_layer_norm",
            },
        ),
    ),
    "bert": _bert("bert"),
    "roberta": _bert("roberta"),
    "electra": _bert("electra"),
    "deberta_v2": _bert("deberta"),
    "distilbert": (
        Stack(
            "distilbert.transformer.layer",
            {
                "resid_mid": "<sa_layer_norm", "norm1": "sa_layer_norm", "mlp.pre": "ffn.lin1", "mlp.post": "<ffn.lin2", "mlp.out": "ffn",
                "norm2": "output_layer_norm",
            },
            {"attn": ("attention", "attention.out_lin")},
            {
                "embed": "distilbert.embeddings.word_embeddings", "pos_embed": "distilbert.embeddings.position_embeddings",
                "embed_norm": "distilbert.embeddings.LayerNorm",
            },
            after=True,
        ),
    ),
    "albert": (
        Stack(
            "albert.encoder.albert_layer_groups.0.albert_layers",
            {
                "resid_mid": "<attention.LayerNorm", "norm1": "attention.LayerNorm", "mlp.pre": "ffn", "mlp.post": "<ffn_output",
                "mlp.out": "ffn_output", "norm2": "full_layer_layer_norm",
            },
            {"attn": ("attention", "attention.dense")},
            _bert("albert")[0].outside,
            after=True,
        ),
    ),
    "modernbert": (
        Stack(
            "model.layers",
            {
                "norm1": "attn_norm", "resid_mid": "<mlp_norm", "norm2": "mlp_norm", "mlp.gate": "mlp.Wi:0/2", "mlp.pre": "mlp.Wi:1/2",
                "mlp.post": "<mlp.Wo", "mlp.out": "mlp",
            },
            {"attn": ("attn", "attn.Wo")},
            {"embed": "model.embeddings.tok_embeddings", "embed_norm": "model.embeddings.norm", "final_norm": "model.final_norm"},
        ),
    ),
    "t5": _t5(),
    "bart": _bart(embed_norm="layernorm_embedding"),
    "marian": _bart(),
    "pegasus": _bart("layer_norm"),
    "m2m_100": _bart("layer_norm"),
    "mamba": (
        Stack(
            "backbone.layers", {"norm1": "norm", "mixer.out": "mixer"}, {},
            {"embed": "backbone.embeddings", "final_norm": "backbone.norm_f"},
        ),
    ),
}  # fmt: skip


_UNGATED = {"mlp.gate": "", "mlp.pre": "mlp.up_proj"}
_NORMED_AFTER = {
    "norm1": "",
    "norm1_post": "post_attention_layernorm",
    "resid_mid": "<mlp",
    "norm2": "",
    "norm2_post": "post_feedforward_layernorm",
}
_HALVES = {"mlp.gate": "mlp.gate_up_proj:0/2", "mlp.pre": "mlp.gate_up_proj:1/2"}
_MLP_GIVES = {"mlp.pre": "intermediate.dense", "mlp.post": "<output.dense", "mlp.out": "output.dense"}

FAMILIES |= {
    **dict.fromkeys(("deepseek_v2", "ernie4_5", "eurobert", "helium", "olmoe", "qwen2_moe", "seed_oss", "stablelm"), (_LLAMA,)),
    "falcon, grouped": _changed(FAMILIES["falcon"][0], {"norm1": "ln_attn", "norm2": "ln_mlp"}),
    "gpt_neox, in turn": _changed(FAMILIES["gpt_neox"][0], {"resid_mid": "<post_attention_layernorm"}),
    "opt, norms after": (
        replace(FAMILIES["opt"][0], sites=FAMILIES["opt"][0].sites | {"resid_mid": "<self_attn_layer_norm"}, after=True),
    ),
    "stablelm, parallel": _changed(_LLAMA, {"resid_mid": "", "norm2": ""}),
    "deberta_v2, own keys": _bert("deberta"),
    "apertus": _changed(
        _LLAMA,
        {**_UNGATED, "norm1": "attention_layernorm", "norm2": "feedforward_layernorm", "resid_mid": "<feedforward_layernorm"},
    ),
    **dict.fromkeys(("arcee", "nemotron"), _changed(_LLAMA, _UNGATED)),
    "starcoder2": _changed(_LLAMA, {"mlp.gate": "", "mlp.pre": "mlp.c_fc", "mlp.post": "<mlp.c_proj"}),
    "granite": (replace(_LLAMA, share=0.7),),
    "granitemoe": (
        replace(
            _changed(_LLAMA, {"mlp.out": "block_sparse_moe", **_routed("block_sparse_moe.router")})[0],
            share=0.7,
        ),
    ),
    **dict.fromkeys(("cohere", "cohere2"), _changed(_LLAMA, {"resid_mid": "", "norm2": ""})),
    "glm": _changed(_LLAMA, _HALVES),
    "glm4": _changed(_LLAMA, {**_HALVES, "norm1_post": "post_self_attn_layernorm", "norm2_post": "post_mlp_layernorm"}),
    **dict.fromkeys(("olmo2", "olmo3", "exaone4"), _changed(_LLAMA, _NORMED_AFTER)),
    "phimoe": _changed(_LLAMA, _routed("mlp.router")),
    "persimmon": (
        replace(
            _LLAMA,
            sites=_BIG_SCIENCE | {"resid_mid": "<post_attention_layernorm"},
            attentions={"attn": ("self_attn", "self_attn.dense")},
            outside={"embed": "model.embed_tokens", "final_norm": "model.final_layernorm"},
        ),
    ),
    "dbrx": (
        Stack(
            "transformer.blocks",
            {
                "norm1": "norm_attn_norm.norm_1", "resid_mid": "<norm_attn_norm.norm_2", "norm2": "norm_attn_norm.norm_2",
                "mlp.router": "ffn.router", "mlp.experts": "<ffn.experts[1]", "mlp.weights": "<ffn.experts[2]", "mlp.out": "ffn",
            },
            {"attn": ("norm_attn_norm.attn", "norm_attn_norm.attn.out_proj")},
            {"embed": "transformer.wte", "final_norm": "transformer.norm_f"},
        ),
    ),
    "jamba": (
        Stack(
            "model.layers",
            {
                "norm1": "input_layernorm", "mixer.out": "mamba", "resid_mid": "<pre_ff_layernorm", "norm2": "pre_ff_layernorm",
                "mlp.pre": "feed_forward.up_proj", "mlp.gate": "feed_forward.gate_proj", "mlp.post": "<feed_forward.down_proj",
                "mlp.out": "feed_forward", **_routed("feed_forward.router"),
            },
            {"attn": ("self_attn", "self_attn.o_proj")}, {"embed": "model.embed_tokens", "final_norm": "model.final_layernorm"},
        ),
    ),
    "lfm2": (
        Stack(
            "model.layers",
            {
                "norm1": "operator_norm", "mixer.out": "conv", "resid_mid": "<ffn_norm", "norm2": "ffn_norm", "mlp.pre": "feed_forward.w3",
                "mlp.gate": "feed_forward.w1", "mlp.post": "<feed_forward.w2", "mlp.out": "feed_forward",
            },
            {"attn": ("self_attn", "self_attn.out_proj")}, {"embed": "model.embed_tokens", "final_norm": "model.embedding_norm"},
        ),
    ),
    **dict.fromkeys(("falcon_mamba", "mamba2"), FAMILIES["mamba"]),
    "codegen": FAMILIES["gptj"],
    "gpt_bigcode": FAMILIES["gpt2"],
    "openai-gpt": (
        replace(
            _GPT2,
            sites=_GPT2.sites | {"resid_mid": "<ln_1"},
            outside={"embed": "transformer.tokens_embed", "pos_embed": "transformer.positions_embed"},
            after=True,
        ),
    ),
    "ctrl": (
        Stack(
            "transformer.h",
            {
                "norm1": "layernorm1", "resid_mid": "<layernorm2", "norm2": "layernorm2", "mlp.pre": "ffn.0", "mlp.post": "<ffn.2",
                "mlp.out": "ffn",
            },
            {"attn": ("multi_head_attention", "multi_head_attention.dense")},
            {"embed": "transformer.w", "final_norm": "transformer.layernorm"},
        ),
    ),
    "biogpt": (
        replace(
            FAMILIES["opt"][0],
            blocks="biogpt.layers",
            outside={"embed": "biogpt.embed_tokens", "pos_embed": "biogpt.embed_positions", "final_norm": "biogpt.layer_norm"},
        ),
    ),
    "xglm": (
        replace(
            FAMILIES["opt"][0],
            blocks="model.layers",
            outside={"embed": "model.embed_tokens", "pos_embed": "model.embed_positions", "final_norm": "model.layer_norm"},
        ),
    ),
    "bert_generation": _bert("bert"),
    **dict.fromkeys(("camembert", "xlm-roberta"), _bert("roberta")),
    **{name: _bert(name.replace("-", "_")) for name in ("data2vec-text", "deberta", "ernie", "layoutlm", "rembert", "roformer")},
    "mpnet": (
        replace(
            _bert("mpnet")[0],
            sites=_MLP_GIVES | {"resid_mid": "<attention.LayerNorm", "norm1": "attention.LayerNorm", "norm2": "output.LayerNorm"},
            attentions={"attn": ("attention.attn", "attention.attn.o")},
        ),
    ),
    "megatron-bert": (
        replace(
            _bert("bert", final_norm="bert.encoder.ln")[0],
            sites=_MLP_GIVES | {"norm1": "attention.ln", "resid_mid": "<ln", "norm2": "ln"},
            after=False,
        ),
    ),
    "esm": (
        replace(
            _bert("esm", final_norm="esm.encoder.emb_layer_norm_after")[0],
            sites=_MLP_GIVES | {"norm1": "attention.LayerNorm", "resid_mid": "<LayerNorm", "norm2": "LayerNorm"},
            after=False,
        ),
    ),
    "roberta-prelayernorm": (
        replace(
            _bert("roberta_prelayernorm", final_norm="roberta_prelayernorm.LayerNorm")[0],
            sites=_MLP_GIVES
            | {"norm1": "attention.LayerNorm", "resid_mid": "<intermediate.LayerNorm", "norm2": "intermediate.LayerNorm"},
            after=False,
        ),
    ),
    "nomic_bert": (
        replace(
            _LLAMA,
            blocks="nomic_bert.layers",
            sites=_GATED | {"norm1": "post_attention_layernorm", "norm2": "post_mlp_layernorm"},
            outside=_bert("nomic_bert")[0].outside,
            after=True,
        ),
    ),
    "mbart": _bart("layer_norm", "layernorm_embedding"),
    "blenderbot": _bart("layer_norm"),
    "plbart": _bart(embed_norm="layernorm_embedding"),
    "fsmt": _bart(),
    **dict.fromkeys(("mt5", "umt5"), _t5(gated=True)),
}  # fmt: skip


STREAMS: dict[str, Family] = {
    **{name: (Stack("model.layers", {}, {}),) for name in ("bamba", "diffllama", "minimax", "qwen3_next", "recurrent_gemma")},
    **{name: (Stack(f"{name}.encoder.layer", {}, {}),) for name in ("convbert", "fnet", "ibert", "longformer", "mobilebert")},
    "bloom, residual after norm": (Stack("transformer.h", {}, {}),),
    "rwkv": (Stack("rwkv.blocks", {}, {}),),
    "xlnet": (Stack("transformer.layer", {}, {}),),
    **{
        name: tuple(Stack(f"{root}{stack}{blocks}", {}, {}, prefix=stack) for stack in ("encoder.", "decoder."))
        for name, root, blocks in (
            ("bigbird_pegasus", "model.", "layers"), ("led", "led.", "layers"), ("prophetnet", "prophetnet.", "layers"),
            ("longt5", "", "block"), ("switch_transformers", "", "block"),
        )
    },
}  # fmt: skip
"""Architectures of which only the residual stream is read here: what is inside their blocks is not like that of others."""
