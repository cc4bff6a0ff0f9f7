"""How the next token is chosen from a distribution."""

from dataclasses import dataclass

from cutaway.errors import CutawayError


class BadSettings(CutawayError):
    """Settings that no distribution can be filtered by."""

    code = "bad-settings"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the next token is chosen. The names and the order in which they act are those of Transformers' `generate`.

    Attributes:
        repetition_penalty: logits of tokens that stand in the text already are divided by it where positive, multiplied where
            negative; 1 for none.
        temperature: what logits are divided by; 1 leaves them, 0 always takes the most probable token.
        top_k: the tokens with the greatest so many logits may be drawn, and those that equal the last of these; 0 for all.
        top_p: the most probable tokens that together have this share may be drawn; 1 for all.
        min_p: tokens with less than this times the greatest probability are not drawn; 0 for none.
        typical_p: the tokens whose surprise is nearest to the entropy, that together have this share, may be drawn; 1 for all.
    """

    repetition_penalty: float = 1.0
    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0
    typical_p: float = 1.0

    def __post_init__(self) -> None:
        for name, fits, rule in (
            ("repetition_penalty", 0 < self.repetition_penalty < float("inf"), "above 0"),
            ("temperature", 0 <= self.temperature < float("inf"), "0 or more"),
            ("top_k", self.top_k >= 0, "0 or more"),
            ("top_p", 0 < self.top_p <= 1, "above 0 and at most 1"),
            ("min_p", 0 <= self.min_p <= 1, "from 0 to 1"),
            ("typical_p", 0 < self.typical_p <= 1, "above 0 and at most 1"),
        ):
            if not fits:
                raise BadSettings(f"{name} is {getattr(self, name)}.", f"It must be {rule}.")

    @property
    def greedy(self) -> bool:
        """Whether the most probable token is always taken."""
        return self.temperature == 0


GREEDY = Settings(temperature=0)
