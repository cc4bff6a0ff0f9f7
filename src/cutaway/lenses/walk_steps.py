"""What a walk says of each kind of step: its title, what happens, and the formula."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A kind of step.

    Attributes:
        kind: what it is, the same for steps that are drawn alike.
        title: in short.
        operation: what happens, in one sentence.
        formula: the same for KaTeX.
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
NORM = r"g \odot \frac{x}{\lVert x \rVert}\sqrt{d}"
_NEURONS = ("position", "neuron")

TOKENS = Step(
    "tokens", "Tokens", "The text is cut into tokens, and each token has a number.", r"t_1, \dots, t_n", ("position",)
)
VIRTUAL = "The first {count} positions are virtual tokens. They stand for no text and have no number: their vectors were learned."
"""What is said of a text with virtual tokens before it."""
SOFTMAX = Step(
    "softmax",
    "Soft-max",
    "The logits become probabilities of the whole vocabulary that sum to one.",
    r"p_i = \frac{e^{\ell_i}}{\sum_j e^{\ell_j}}",
    ("position", "token"),
)
SAMPLING = Step(
    "sampling",
    "The next word",
    "One token is chosen by these probabilities and put after the text.",
    r"t_{n+1} \sim p",
    (),
)
PRODUCTS = Step(
    "products",
    "Products",
    "Each query is multiplied with each key, element by element, and summed up.",
    r"q_i \cdot k_j = \sum_d q_{id}\, k_{jd}",
    _PAIRS,
)
SCALED = Step(
    "scaled",
    "Scale",
    "The products are scaled, so that they don't grow with the width of a head.",
    r"\frac{q_i \cdot k_j}{\sqrt{d_k}}",
    _PAIRS,
)

LAYER_NORM = r"g \odot \frac{x - \mu}{\sigma} + b"
"""The formula of norms that take the mean away, which `STEPS` does not have."""

ENTERING = Step(
    "residual",
    "Into the first block",
    "What was looked up is put together, and is what the first block is given.",
    r"x",
    _POSITION,
)

BIASED = Step(
    "masked",
    "Scores",
    "What the soft-max is given: the products, with what this model does to them (biases, caps, a scale), and masked.",
    r"s_{ij}",
    _PAIRS,
)
"""Scores that are more than scaled and masked products."""

STEPS: dict[str, Step] = {
    "embed": Step(
        "embed",
        "Embedding rows",
        "Each token's number picks a row of the embedding table.",
        r"x_i = E_{t_i}",
        _POSITION,
    ),
    "pos_embed": Step(
        "positions", "Positions", "A vector for each position says where a token stands.", r"P_i", _POSITION
    ),
    "type_embed": Step(
        "positions", "Segments", "A vector says which of two texts a token belongs to.", r"S_{s_i}", _POSITION
    ),
    "embed_norm": Step(
        "norm",
        "Norm of the embeddings",
        "Each position's vector is normalised before the first block.",
        r"g \odot \frac{x - \mu}{\sigma} + b",
        _POSITION,
    ),
    "norm1": Step("norm", "Norm", "Each position's vector is brought to one scale.", NORM, _POSITION),
    "attn.q": Step(
        "query", "Queries", "Each head asks, from each position: a projection, split into heads.", r"q = x W_Q", _HEADS
    ),
    "attn.k": Step(
        "key", "Keys", "Each head offers, at each position, something to be found by.", r"k = x W_K", _HEADS
    ),
    "attn.v": Step(
        "value",
        "Values",
        "Each head holds, at each position, what it hands over when it is looked at.",
        r"v = x W_V",
        _HEADS,
    ),
    "attn.scores": Step(
        "masked",
        "Mask",
        "What a query must not see gets a score without chance; biases are added where the model has them.",
        r"s_{ij} = \frac{q_i \cdot k_j}{\sqrt{d_k}} + m_{ij}",
        _PAIRS,
    ),
    "attn.pattern": Step(
        "pattern",
        "Soft-max",
        "Each query's scores become weights that sum to one.",
        r"a_{ij} = \frac{e^{s_{ij}}}{\sum_l e^{s_{il}}}",
        _PAIRS,
    ),
    "attn.sink": Step(
        "pattern", "Sink", "A part of each query's weight goes to no key.", r"a_{i\varnothing}", ("head", "query")
    ),
    "attn.z": Step(
        "weighted",
        "Weighted sum",
        "Each query gets the values, weighed by its weights.",
        r"z_i = \sum_j a_{ij}\, v_j",
        _HEADS,
    ),
    "attn.out": Step(
        "concat-out",
        "Output projection",
        "The heads are put side by side and mixed.",
        r"\mathrm{concat}(z^1, \dots, z^h)\, W_O",
        _POSITION,
    ),
    "mixer.out": Step(
        "mixer",
        "Mixer",
        "A running state takes in each position and gives something back.",
        r"y = \mathrm{SSM}(x)",
        _POSITION,
    ),
    "norm1_post": Step(
        "norm", "Norm of what attention gave", "What attention gave is normalised before it is added.", NORM, _POSITION
    ),
    "resid_mid": Step(
        "residual",
        "Residual addition",
        "What attention gave is added to the stream.",
        r"x \leftarrow x + \mathrm{attn}(x)",
        _POSITION,
    ),
    "norm_cross": Step(
        "norm", "Norm for cross-attention", "Each position's vector is brought to one scale.", NORM, _POSITION
    ),
    "resid_cross": Step(
        "residual",
        "Residual addition",
        "What was found in the source is added to the stream.",
        r"x \leftarrow x + \mathrm{cross}(x)",
        _POSITION,
    ),
    "norm2": Step("norm", "Norm", "Each position's vector is brought to one scale.", NORM, _POSITION),
    "mlp.router": Step(
        "router", "Router", "Each position gets a score for each expert.", r"r = x W_R", ("position", "expert")
    ),
    "mlp.experts": Step(
        "router",
        "Chosen experts",
        "The experts with the best scores are chosen.",
        r"\mathrm{top}_k(r)",
        ("position", "choice"),
    ),
    "mlp.weights": Step(
        "router", "Weights of the experts", "What the experts give is weighed by these.", r"g", ("position", "choice")
    ),
    "mlp.gate": Step(
        "mlp-gate",
        "MLP gate",
        "A second projection that says how far each neuron opens.",
        r"g = x W_{\mathrm{gate}}",
        _NEURONS,
    ),
    "mlp.pre": Step(
        "mlp-up", "MLP up", "Each position's vector is projected to the neurons.", r"u = x W_{\mathrm{up}}", _NEURONS
    ),
    "mlp.post": Step(
        "activation",
        "Activation",
        "Each neuron's number goes through the activation function.",
        r"h = \phi(u)",
        _NEURONS,
    ),
    "mlp.out": Step(
        "mlp-down",
        "MLP down",
        "The neurons are projected back to the width of the stream.",
        r"h\, W_{\mathrm{down}}",
        _POSITION,
    ),
    "norm2_post": Step(
        "norm", "Norm of what the MLP gave", "What the MLP gave is normalised before it is added.", NORM, _POSITION
    ),
    "resid_post": Step(
        "residual",
        "Residual addition",
        "What the MLP gave is added to the stream.",
        r"x \leftarrow x + \mathrm{mlp}(x)",
        _POSITION,
    ),
    "final_norm": Step("final-norm", "Final norm", "The last vectors are normalised once more.", NORM, _POSITION),
    "logits": Step(
        "logits",
        "Unembedding",
        "Each position's last vector is compared with a vector for each token.",
        r"\ell = x\, W_U",
        ("position", "token"),
    ),
}
"""By a site's short name; those of cross-attention are as those of attention."""

AFTER = {
    "resid_mid": Step(
        "residual",
        "Residual addition",
        "What attention gave is added to what the block was given; the sum is normed next.",
        r"x + \mathrm{attn}(x)",
        _POSITION,
    ),
    "norm1": Step(
        "norm",
        "Norm",
        "The sum of the stream and what attention gave is normalised.",
        r"\mathrm{norm}(x + \mathrm{attn}(x))",
        _POSITION,
    ),
    "norm_cross": Step(
        "norm",
        "Norm",
        "The sum of the stream and what was found in the source is normalised.",
        r"\mathrm{norm}(x + \mathrm{cross}(x))",
        _POSITION,
    ),
    "norm2": Step(
        "norm",
        "Norm",
        "The sum of the stream and what the MLP gave is normalised.",
        r"\mathrm{norm}(x + \mathrm{mlp}(x))",
        _POSITION,
    ),
    "resid_post": Step(
        "residual", "What the block gives", "The normed sum goes on to the next block.", r"x", _POSITION
    ),
}
"""Where they differ in a block that normalises after adding."""

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
"""What a step is computed from, by short names: of each group, the first that the block has before it."""

INPUTS_SIDE_BY_SIDE = {"resid_post": (*INPUTS["resid_post"], ("norm1_post", "attn.out"))}
"""Where they differ in a block whose attention and MLP are given the same and added together."""

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
"""Where they differ in a block that normalises after adding."""
