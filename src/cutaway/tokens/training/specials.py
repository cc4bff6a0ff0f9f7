"""Special tokens: marks, such as the end of a text, that no text produces."""

from collections.abc import Sequence

import tokenizers

from cutaway.tokens.training.training_limits import BadTraining


def add_specials(tokenizer: tokenizers.Tokenizer, specials: Sequence[str]) -> None:
    """Adds special tokens to a vocabulary, with the next ids.

    Raises:
        BadTraining: one of them is already an ordinary token.
    """
    if ordinary := [token for token in specials if tokenizer.token_to_id(token) is not None]:
        raise BadTraining(
            f"'{ordinary[0]}' is an ordinary token of this vocabulary, so it can't be a special one.",
            "Choose a special token that no text has, such as <|end|>.",
        )
    tokenizer.add_special_tokens(list(specials))
