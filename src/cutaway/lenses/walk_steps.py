"""The record of a walk's stage, and the title, sentence and formula of each kind of step."""

from dataclasses import dataclass

Weight = tuple[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the walk.

    Attributes:
        id: its name: its tensor's, if it has one.
        kind: the kind of step; steps of a kind are drawn alike.
        stack: `encoder`, `decoder`, or empty in a one-stack model.
        layer: the block that it is in; None outside the blocks.
        title: a short name.
        site: the tensor that it produces, a name of `Trace.sites`; None if the trace has no such tensor.
        shape, axes: of the result.
        inputs: ids of the earlier steps that it is computed from.
        formula: for KaTeX.
        operation: what happens, in one sentence.
        code: the same step in the reference code of this model; None if there is none.
        weights: path and shape of each parameter that it uses, as far as they are known.
        note: what is special in this model; may be empty.
        traits: facts about this step in this model (`turned`, `gated`, `causal`, …), which select the sentences about it.
    """

    id: str
    kind: str
    stack: str
    layer: int | None
    title: str
    site: str | None
    shape: tuple[int, ...]
    axes: tuple[str, ...]
    inputs: tuple[str, ...]
    formula: str
    operation: str
    code: str | None
    weights: tuple[Weight, ...]
    note: str
    traits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WalkStep:
    """A kind of step.

    Attributes:
        kind: the same for steps that are drawn alike.
        title: a short name.
        operation: what happens, in one sentence.
        formula: for KaTeX.
        axes: the names of the result's axes.
    """

    kind: str
    title: str
    operation: str
    formula: str
    axes: tuple[str, ...]


_POSITION = ("position", "dimension")
_HEADS = ("head", "position", "dimension")
_PAIRS = ("head", "query", "key")
_NEURONS = ("position", "neuron")

TOKENS = WalkStep(
    "tokens",
    "Tokens",
    "The text is cut into tokens, and each token has a number.",
    r"t_0, \dots, t_{n-1}",
    ("position",),
)
VIRTUAL = "The first {count} positions are virtual tokens. They stand for no text and have no number: their vectors were learned."
"""The note on a text with virtual tokens before it."""
SOFTMAX = WalkStep(
    "softmax",
    "Softmax",
    "The logits become probabilities. Over the whole vocabulary they add up to 1.",
    r"p_t = \frac{e^{\ell_t}}{\sum_{t'} e^{\ell_{t'}}}",
    ("position", "token"),
)
SAMPLING = WalkStep(
    "sampling",
    "The next word",
    "One token is chosen by these probabilities and put after the text.",
    r"t_n \sim p",
    (),
)
PRODUCTS = WalkStep(
    "products",
    "Products",
    "Each query meets each key: their numbers are multiplied one by one, and the products added up.",
    r"q_i \cdot k_j = \sum_c q_{ic}\, k_{jc}",
    _PAIRS,
)
SCALED = WalkStep(
    "scaled",
    "Scale",
    "Every product is multiplied by the same fixed number.",
    r"\frac{q_i \cdot k_j}{\sqrt{d_{\text{head}}}}",
    _PAIRS,
)

ENTERING = WalkStep(
    "entering",
    "Into the first block",
    "These vectors enter the first block.",
    r"x^{(0)}",
    _POSITION,
)

STEPS: dict[str, WalkStep] = {
    "embed": WalkStep(
        "embed",
        "Embedding rows",
        "Each token's number picks a row of the embedding table.",
        r"x_i = W_E[t_i]",
        _POSITION,
    ),
    "pos_embed": WalkStep(
        "positions", "Positions", "A vector for each position says where a token stands.", r"W_P[i]", _POSITION
    ),
    "type_embed": WalkStep(
        "segments",
        "Segments",
        "A vector says which of two texts a token belongs to.",
        r"W_S[\text{text of } i]",
        _POSITION,
    ),
    "embed_norm": WalkStep(
        "norm",
        "Norm of the embeddings",
        "Each position's vector is rescaled to a standard size before the first block.",
        r"\hat x = \operatorname{norm}(x)",
        _POSITION,
    ),
    "norm1": WalkStep(
        "norm",
        "Norm",
        "Each position's vector is rescaled to a standard size.",
        r"\hat x = \operatorname{norm}(x)",
        _POSITION,
    ),
    "attn.q": WalkStep(
        "query",
        "Queries",
        "Each position makes a query for every head: what this head matches against the keys.",
        r"q_i = x_i W_Q",
        _HEADS,
    ),
    "attn.k": WalkStep(
        "key",
        "Keys",
        "Each position makes a key for every set of keys: what the queries are matched against.",
        r"k_j = x_j W_K",
        _HEADS,
    ),
    "attn.v": WalkStep(
        "value",
        "Values",
        "Each position makes a value: what it hands over when a query picks it.",
        r"v_j = x_j W_V",
        _HEADS,
    ),
    "attn.scores": WalkStep(
        "masked",
        "Mask",
        "Anything the query must not see gets a score so low that its share is 0.",
        r"s_{ij} = F(q_i, k_j) + M_{ij}",
        _PAIRS,
    ),
    "attn.pattern": WalkStep(
        "pattern",
        "Softmax",
        "Each query's scores become shares that add up to 1.",
        r"a_{ij} = \frac{e^{s_{ij}}}{\sum_{j'} e^{s_{ij'}}}",
        _PAIRS,
    ),
    "attn.sink": WalkStep(
        "sink",
        "Sink",
        "The sink takes a share of each query and hands nothing over.",
        r"a_{i\varnothing} = 1 - \sum_j a_{ij}",
        ("head", "query"),
    ),
    "attn.z": WalkStep(
        "weighted",
        "Weighted sum",
        "Each query adds up the values, each scaled by its share.",
        r"z_i = \sum_j a_{ij}\, v_j",
        _HEADS,
    ),
    "attn.out": WalkStep(
        "concat-out",
        "Output projection",
        "The heads' results stand side by side, and one matrix mixes them.",
        r"o_i = [z_i^{(0)}, \dots, z_i^{(H-1)}]\, W_O",
        _POSITION,
    ),
    "mixer.out": WalkStep(
        "mixer",
        "Mixer",
        "The mixer carries something along the text, and gives each position a result.",
        r"o = \operatorname{Mixer}(x)",
        _POSITION,
    ),
    "norm1_post": WalkStep(
        "norm",
        "Norm of attention's result",
        "The result of attention is rescaled before it is added.",
        r"\operatorname{norm}(o)",
        _POSITION,
    ),
    "resid_mid": WalkStep(
        "residual",
        "Residual addition",
        "The result of attention is added to the stream.",
        r"x \leftarrow x + \operatorname{Attention}(x)",
        _POSITION,
    ),
    "norm_cross": WalkStep(
        "norm",
        "Norm for cross-attention",
        "Each position's vector is rescaled to a standard size.",
        r"\hat x = \operatorname{norm}(x)",
        _POSITION,
    ),
    "resid_cross": WalkStep(
        "residual",
        "Residual addition",
        "The result of cross-attention is added to the stream.",
        r"x \leftarrow x + \operatorname{Cross}(x)",
        _POSITION,
    ),
    "norm2": WalkStep(
        "norm",
        "Norm",
        "Each position's vector is rescaled to a standard size.",
        r"\hat x = \operatorname{norm}(x)",
        _POSITION,
    ),
    "mlp.router": WalkStep(
        "router", "Router", "Each position gets a score for each expert.", r"r = x W_R", ("position", "expert")
    ),
    "mlp.experts": WalkStep(
        "router",
        "Chosen experts",
        "Each position is sent to a few experts.",
        r"\operatorname{top}_k(r)",
        ("position", "choice"),
    ),
    "mlp.weights": WalkStep(
        "router",
        "Weights of the experts",
        "The experts' results are multiplied by these and added.",
        r"\operatorname{weights}(r)",
        ("position", "choice"),
    ),
    "mlp.gate": WalkStep(
        "mlp-gate",
        "MLP gate",
        "One projection acts as gates: each decides how far its partner, in the next step, gets through.",
        r"g = x W_{\text{gate}}",
        _NEURONS,
    ),
    "mlp.pre": WalkStep(
        "mlp-up", "MLP up", "Each position's vector is projected to the neurons.", r"u = x W_{\text{up}}", _NEURONS
    ),
    "mlp.post": WalkStep(
        "activation",
        "Activation",
        "Each neuron's number goes through the activation function.",
        r"f = \phi(u)",
        _NEURONS,
    ),
    "mlp.out": WalkStep(
        "mlp-down",
        "MLP down",
        "The neurons are projected back to the width of the stream.",
        r"o = f W_{\text{down}}",
        _POSITION,
    ),
    "norm2_post": WalkStep(
        "norm",
        "Norm of the MLP's result",
        "The result of the MLP is rescaled before it is added.",
        r"\operatorname{norm}(o)",
        _POSITION,
    ),
    "resid_post": WalkStep(
        "residual",
        "Residual addition",
        "The result of the MLP is added to the stream.",
        r"x \leftarrow x + \operatorname{MLP}(x)",
        _POSITION,
    ),
    "final_norm": WalkStep(
        "final-norm",
        "Final norm",
        "The last vectors are rescaled once more.",
        r"y = \operatorname{norm}(x)",
        _POSITION,
    ),
    "logits": WalkStep(
        "logits",
        "Unembedding",
        "Each position's last vector is compared with a vector for each token.",
        r"\ell = y W_U",
        ("position", "token"),
    ),
}
"""By a site's short name; cross-attention has the same steps as attention."""

AFTER = {
    "resid_mid": WalkStep(
        "residual",
        "Residual addition",
        "The result of attention is added to the block's input. The sum is normed next.",
        r"x + \operatorname{Attention}(x)",
        _POSITION,
    ),
    "norm1": WalkStep(
        "norm",
        "Norm",
        "The sum of the stream and the result of attention is rescaled.",
        r"x \leftarrow \operatorname{norm}(x + \operatorname{Attention}(x))",
        _POSITION,
    ),
    "norm_cross": WalkStep(
        "norm",
        "Norm",
        "The sum of the stream and the result of cross-attention is rescaled.",
        r"x \leftarrow \operatorname{norm}(x + \operatorname{Cross}(x))",
        _POSITION,
    ),
    "norm2": WalkStep(
        "norm",
        "Norm",
        "The sum of the stream and the result of the MLP is rescaled.",
        r"x \leftarrow \operatorname{norm}(x + \operatorname{MLP}(x))",
        _POSITION,
    ),
    "resid_post": WalkStep("leaving", "The block's output", "The normed sum goes to the next block.", r"x", _POSITION),
}
"""The differences in a block that normalises after adding."""

INPUTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "norm1": (("resid_pre",),),
    "attn.q": (("norm1", "resid_pre"),),
    "attn.k": (("norm1", "resid_pre"),),
    "attn.v": (("norm1", "resid_pre"),),
    "attn.products": (("attn.q",), ("attn.k",)),
    "attn.scaled": (("attn.products",),),
    "attn.scores": (("attn.scaled", "attn.products", "attn.q"),),
    "attn.pattern": (("attn.scores",),),
    "attn.sink": (("attn.scores",),),
    "attn.z": (("attn.pattern",), ("attn.v",)),
    "attn.out": (("attn.z",),),
    "mixer.out": (("norm1", "resid_pre"),),
    "norm1_post": (("attn.out",),),
    "resid_mid": (("resid_pre",), ("norm1_post", "attn.out", "mixer.out")),
    "norm_cross": (("resid_mid",),),
    "cross_attn.q": (("norm_cross", "resid_mid"),),
    "cross_attn.k": (("source",),),
    "cross_attn.v": (("source",),),
    "resid_cross": (("resid_mid",), ("cross_attn.out",)),
    "norm2": (("resid_cross", "resid_mid", "resid_pre"),),
    "mlp.router": (("norm2", "norm1", "resid_mid"),),
    "mlp.experts": (("mlp.router",),),
    "mlp.weights": (("mlp.router",),),
    "mlp.gate": (("norm2", "norm1", "resid_mid"),),
    "mlp.pre": (("norm2", "norm1", "resid_mid"),),
    "mlp.post": (("mlp.gate",), ("mlp.pre",)),
    "mlp.out": (("mlp.post", "norm2"),),
    "norm2_post": (("mlp.out",),),
    "resid_post": (("resid_cross", "resid_mid", "resid_pre"), ("norm2_post", "mlp.out", "mixer.out")),
}
"""The inputs of a step, by short names: the first of each group that the block has before it."""

INPUTS_SIDE_BY_SIDE = {"resid_post": (*INPUTS["resid_post"], ("norm1_post", "attn.out"))}
"""The differences in a block whose attention and MLP have the same input and are added together."""

INPUTS_AFTER: dict[str, tuple[tuple[str, ...], ...]] = {
    "attn.q": (("resid_pre",),),
    "attn.k": (("resid_pre",),),
    "attn.v": (("resid_pre",),),
    "norm1": (("resid_mid",),),
    "cross_attn.q": (("norm1",),),
    "resid_cross": (("norm1",), ("cross_attn.out",)),
    "norm_cross": (("resid_cross",),),
    "mlp.pre": (("norm_cross", "norm1"),),
    "mlp.gate": (("norm_cross", "norm1"),),
    "norm2": (("norm_cross", "norm1"), ("mlp.out",)),
    "resid_post": (("norm2",),),
}
"""The differences in a block that normalises after adding."""
