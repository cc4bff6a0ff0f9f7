"""A model's chat template: where to find it in a folder, and how it turns messages into text."""

import json
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cutaway.errors import CutawayError
from cutaway.tokens.sandbox.process import PatternStopped, SandboxedProcess

SECONDS = 5.0
"""How long a template may take."""
MOST_CHARACTERS = 2_000_000
"""The longest text that a template may produce."""
Message = Mapping[str, Any]
"""`role` (such as `system`, `user`, `assistant`) and `content`, a text; a template may read other keys too."""


class BadMessages(CutawayError):
    """Messages that a chat template can't take, or refuses."""

    code = "bad-messages"


class NoChatTemplate(CutawayError):
    """A model without a chat template."""

    code = "no-chat-template"


@dataclass(frozen=True, slots=True)
class ChatTemplate:
    """A model's chat template, as it came with the tokenizer.

    Attributes:
        source: the template, in Jinja.
        special_tokens: name → text of the special tokens that it may refer to, such as `bos_token`.
    """

    source: str
    special_tokens: Mapping[str, str]

    def render(self, messages: Sequence[Message], *, add_generation_prompt: bool = True) -> str:
        """The template's text for these messages, rendered in Transformers' sandbox, in a process that is killed if it takes too long.

        Args:
            add_generation_prompt: end with the opening of the assistant's answer.

        Raises:
            BadMessages: the template refuses them (for example two messages of one role in a row), or does not finish.
        """
        given = [dict(message) for message in messages]
        try:
            text = _process().call(
                "render_chat", self.source, given, add_generation_prompt, dict(self.special_tokens),
                seconds=SECONDS, raises=(BadMessages,),
            )  # fmt: skip
        except PatternStopped as error:
            raise BadMessages(
                f"The model's chat template {error.why('on these messages')}.", "Its source says what it does."
            ) from error
        except (pickle.PicklingError, TypeError, AttributeError) as error:
            raise BadMessages(
                f"These messages can't be given to a chat template: {error}.", "Give texts, numbers and lists of them."
            ) from error
        return str(text)


@cache
def _process() -> SandboxedProcess:
    return SandboxedProcess(lambda: ("import_templates", ()))


def template_in(folder: Path) -> ChatTemplate | None:
    """The chat template of a folder in Hugging Face format; None if it has none."""
    settings = _json(folder / "tokenizer_config.json")
    special = {**_json(folder / "special_tokens_map.json"), **settings}
    file = folder / "chat_template.jinja"
    try:
        source: Any = file.read_text(encoding="utf-8") if file.is_file() else None
    except (OSError, ValueError):
        source = None
    source = source or _json(folder / "chat_template.json").get("chat_template") or settings.get("chat_template")
    return template_of(source, special)


def template_of(source: object, special: Mapping[str, object]) -> ChatTemplate | None:
    """A chat template from a tokenizer's setting: a text, or several by name, of which `default` counts; None if there is none."""
    if isinstance(source, list):
        source = {each.get("name"): each.get("template") for each in source if isinstance(each, dict)}
    if isinstance(source, Mapping):
        source = source.get("default")
    if not isinstance(source, str) or not source.strip():
        return None
    texts = {name: each.get("content") if isinstance(each, Mapping) else each for name, each in special.items()}
    named = {
        name: text if isinstance(text, str) else str(text)
        for name, text in texts.items()
        if name.endswith("_token") and text is not None and not isinstance(text, bool)
    }
    return ChatTemplate(source, named)


def _json(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
