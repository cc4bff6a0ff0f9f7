"""The measures of attention heads, with their sources."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One number about each head.

    Attributes:
        name: its key in the scores.
        title: its usual name.
        definition: one sentence.
        source: the paper that describes it.
        unit: `%` (a share, from 0 to 1), `bits` or `tokens`.
    """

    name: str
    title: str
    definition: str
    source: str
    unit: str


_CLARK = "Clark et al. 2019, What Does BERT Look At? An Analysis of BERT's Attention"
_VIG = "Vig & Belinkov 2019, Analyzing the Structure of Attention in a Transformer Language Model"
_XIAO = "Xiao et al. 2023, Efficient Streaming Language Models with Attention Sinks"
_OLSSON = "Olsson et al. 2022, In-context Learning and Induction Heads"
_WANG = "Wang et al. 2022, Interpretability in the Wild: a Circuit for Indirect Object Identification in GPT-2 small"

MEASURES = {
    measure.name: measure
    for measure in (
        Measure(
            "previous",
            "Previous token",
            "The mean weight that a token gives to the token before it; the first token is left out.",
            _CLARK,
            "%",
        ),
        Measure(
            "first",
            "First token",
            "The mean weight that a token gives to the first token; within one text, the first token itself is left out.",
            _XIAO,
            "%",
        ),
        Measure("itself", "Itself", "The mean weight that a token gives to itself.", _CLARK, "%"),
        Measure(
            "same",
            "Same token",
            "The mean weight that a token gives to other occurrences of itself, over the tokens that can see one.",
            _WANG,
            "%",
        ),
        Measure(
            "punctuation",
            "Punctuation",
            "The mean weight that a token gives to punctuation marks and symbols, over the tokens that can see one.",
            _CLARK,
            "%",
        ),
        Measure(
            "distance",
            "Distance",
            "How many tokens away a token looks on average, weighed by the pattern: 1 is the neighbour.",
            _VIG,
            "tokens",
        ),
        Measure(
            "entropy",
            "Entropy",
            "The mean entropy of a token's weights: 0 if one token has it all, one bit more each time the tokens that share it double.",
            _CLARK,
            "bits",
        ),
        Measure(
            "focus",
            "Evenness",
            "The entropy of a token's weights as a share of its maximum, log₂ of the number of visible tokens; "
            "the mean over the tokens that can see more than one.",
            f"Entropy as in {_CLARK}; divided by its maximum here",
            "%",
        ),
        Measure(
            "induction",
            "Induction",
            "In random tokens that are repeated once: the mean weight that a token of the second half gives to the token after its "
            "first occurrence.",
            _OLSSON,
            "%",
        ),
        Measure(
            "duplicate",
            "Duplicate token",
            "In random tokens that are repeated once: the mean weight that a token of the second half gives to its first occurrence.",
            _WANG,
            "%",
        ),
    )
}
