"""Special tokens: what marks an end or a part, and is never made out of a text."""

from collections.abc import Sequence

import tokenizers

from cutaway.tokens.training.training_limits import BadTraining


def add_specials(tokenizer: tokenizers.Tokenizer, specials: Sequence[str]) -> None:
    """Gives a vocabulary its special tokens, with the ids that follow.

    Raises:
        BadTraining: one of them is an ordinary token already.
    """
    if ordinary := [token for token in specials if tokenizer.token_to_id(token) is not None]:
        raise BadTraining(
            f"'{ordinary[0]}' is an ordinary token of this vocabulary, so it can't be a special one.",
            "Choose a special token that no text has, such as <|end|>.",
        )
    tokenizer.add_special_tokens(list(specials))
