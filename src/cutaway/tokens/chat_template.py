"""A model's chat template: where it stands in a folder, and the text that it makes of messages."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cutaway.errors import CutawayError

Message = Mapping[str, Any]
"""`role` (such as `system`, `user`, `assistant`) and `content`, a text; a template may read more."""


class BadMessages(CutawayError):
    """Messages that a chat template can't be given, or refuses."""

    code = "bad-messages"


class NoChatTemplate(CutawayError):
    """A model that has no chat template."""

    code = "no-chat-template"


@dataclass(frozen=True, slots=True)
class ChatTemplate:
    """A model's chat template, as it came with the tokenizer.

    Attributes:
        source: the template, in Jinja.
        special_tokens: name → text of the special tokens that it may name, such as `bos_token`.
    """

    source: str
    special_tokens: Mapping[str, str]

    def render(self, messages: Sequence[Message], *, add_generation_prompt: bool = True) -> str:
        """The text that the template makes of messages, in Transformers' sandbox.

        Args:
            add_generation_prompt: end with what opens the assistant's answer.

        Raises:
            BadMessages: the template refuses them, for example two messages of one role in a row.
        """
        from jinja2 import TemplateError
        from transformers.utils.chat_template_utils import render_jinja_template

        given: Any = [dict(message) for message in messages]
        special: dict[str, Any] = {**self.special_tokens}
        try:
            (text,), _ = render_jinja_template(
                [given],
                chat_template=self.source,
                add_generation_prompt=add_generation_prompt,
                **special,
            )
        except (TemplateError, TypeError, ValueError, KeyError, OverflowError, RecursionError) as error:
            raise BadMessages(
                f"The model's chat template refuses these messages: {error}", "Its source says which it takes."
            ) from error
        return text


def template_in(folder: Path) -> ChatTemplate | None:
    """The chat template of a folder in Hugging Face format; None where it has none."""
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
    """A chat template as tokenizers have it: a text, or several by name, of which `default` is taken; None where there is none."""
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
