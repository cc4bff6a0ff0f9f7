"""Chat prompts: a model's own template turns messages into one text, and each token knows whether a message or the template wrote it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from cutaway.tokens.chat_template import BadMessages, ChatTemplate, Message
from cutaway.tokens.tokenizer import Token, Tokenizer, check_text


@dataclass(frozen=True, slots=True)
class ChatPrompt:
    """Messages as the model reads them.

    Attributes:
        messages: the messages.
        text: the template's text.
        tokens: the text's tokens, without any that the tokenizer would put around it: the template writes those itself.
        sources: for each token, the number of its message; None if the template added it.
    """

    messages: tuple[Message, ...]
    text: str
    tokens: tuple[Token, ...]
    sources: tuple[int | None, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """The tokens' ids, for `Model.trace` and `Model.generate`."""
        return tuple(token.id for token in self.tokens)


def chat_prompt(
    tokenizer: Tokenizer, template: ChatTemplate, messages: object, *, add_generation_prompt: bool = True
) -> ChatPrompt:
    """The prompt that a model reads for these messages.

    Args:
        messages: a list of messages, or a text for a single message by the user.
        add_generation_prompt: end with the opening of the assistant's answer.

    Raises:
        BadMessages: these are not messages, or the template refuses them.
        BadText: the text is not valid Unicode.
    """
    given = checked(messages)
    text = template.render(given, add_generation_prompt=add_generation_prompt)
    check_text(text)
    tokens = tuple(token for token in tokenizer.tokens(text) if not (token.special and token.start == token.end))
    spans = _spans(template, given, text, add_generation_prompt)
    return ChatPrompt(given, text, tokens, tuple(_source(token, spans) for token in tokens))


def checked(messages: object) -> tuple[Message, ...]:
    """Messages, or the text of a single one, in uniform form.

    Raises:
        BadMessages: the argument is neither.
    """
    if isinstance(messages, str):
        messages = [{"role": "user", "content": messages}]
    if not isinstance(messages, Sequence) or isinstance(messages, bytes) or not messages:
        raise BadMessages(f"{messages!r} are not messages.", _FORM)
    for message in messages:
        if not isinstance(message, Mapping) or not all(
            isinstance(message.get(key), str) for key in ("role", "content")
        ):
            raise BadMessages(f"{message!r} is not a message.", _FORM)
        check_text(message["role"])
        check_text(message["content"])
    return tuple(messages)


_FORM = 'Give a list such as [{"role": "user", "content": "Hello"}].'


def end_of_turn(tokenizer: Tokenizer, template: ChatTemplate, messages: Sequence[Message]) -> str | None:
    """The special token that the template writes after an assistant's answer; None if it writes none."""
    mark = _unused("".join(message["content"] for message in messages))
    try:
        text = template.render([*messages, {"role": "assistant", "content": mark}], add_generation_prompt=False)
    except BadMessages:
        return None
    _, found, after = text.partition(mark)
    tokens = tokenizer.tokens(after) if found and after else ()
    first = next((token for token in tokens if token.end > token.start), None)
    return first.text if first is not None and first.special and first.start == 0 else None


def _spans(
    template: ChatTemplate, messages: Sequence[Message], text: str, add_generation_prompt: bool
) -> list[tuple[int, int, int]]:
    """The span of each message's content in the text: start, end, number of the message.

    The messages are rendered again with marks around their contents. If the result without the marks differs (because the template
    depends on the contents), the contents are searched for in order.
    """
    opening, closing = _unused(text), _unused(text, 1)
    for content in (lambda said: said, str.strip):
        marked = [{**each, "content": f"{opening}{content(each['content'])}{closing}"} for each in messages]
        try:
            rendered = template.render(marked, add_generation_prompt=add_generation_prompt)
        except BadMessages:
            continue
        if rendered.replace(opening, "").replace(closing, "") == text and rendered.count(opening) == len(messages):
            return _marked(rendered, opening, closing)
    spans, at = [], 0
    for number, message in enumerate(messages):
        said = message["content"].strip()
        start = text.find(said, at)
        if said and start >= 0:
            at = start + len(said)
            spans.append((start, at, number))
    return spans


def _marked(rendered: str, opening: str, closing: str) -> list[tuple[int, int, int]]:
    spans: list[tuple[int, int, int]] = []
    for number, piece in enumerate(rendered.split(opening)[1:]):
        before = rendered.replace(closing, "").split(opening)[: number + 1]
        start = sum(map(len, before))
        spans.append((start, start + len(piece.partition(closing)[0]), number))
    return spans


def _source(token: Token, spans: Sequence[tuple[int, int, int]]) -> int | None:
    """The message that contains most of a token's characters."""
    best, covered = None, (token.end - token.start) / 2
    for start, end, number in spans:
        shared = min(end, token.end) - max(start, token.start)
        if shared > 0 and shared >= covered:
            best, covered = number, shared
    return best


def _unused(text: str, skip: int = 0) -> str:
    """A private-use character that is not in the text."""
    free = (chr(0xE000 + code) for code in count() if chr(0xE000 + code) not in text)
    return [next(free) for _ in range(skip + 1)][-1]
