"""One turn of a conversation: messages become the model's own prompt, and the model writes the assistant's answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from cutaway.defaults import DEFAULT_MODEL
from cutaway.errors import UnsupportedModel
from cutaway.generate.config_processors import setting_of
from cutaway.generate.eos import Stop
from cutaway.generate.settings import GREEDY, Settings
from cutaway.generate.tree import Step, Tree
from cutaway.models.loaded_model import LoadedModel
from cutaway.tokens.chat_prompt import ChatPrompt, Message, chat_prompt, end_of_turn
from cutaway.tokens.chat_template import ChatTemplate, NoChatTemplate
from cutaway.tokens.tokenizer import Tokenizer


@dataclass(frozen=True, slots=True)
class Reply:
    """A model's answer.

    Attributes:
        text: the answer, without the token that ended it.
        ended: whether the model ended it, rather than the limit of tokens.
        prompt: the text that the model read, and which of its tokens the template added.
        tree: the answer's tokens, with the distribution at every step.
    """

    text: str
    ended: bool
    prompt: ChatPrompt
    tree: Tree

    @property
    def messages(self) -> list[Message]:
        """The conversation including the answer, ready for the next message."""
        return [*self.prompt.messages, {"role": "assistant", "content": self.text}]


def prompt_of(model: LoadedModel, messages: object, *, add_generation_prompt: bool = True) -> ChatPrompt:
    """See `Model.chat_prompt`."""
    tokenizer, template = _chatting(model)
    return chat_prompt(tokenizer, template, messages, add_generation_prompt=add_generation_prompt)


def reply(
    model: LoadedModel,
    messages: object,
    count: int,
    *,
    settings: Settings | None,
    seed: int,
    on_token: Callable[[Step], None],
) -> Reply:
    """See `Model.chat`."""
    tokenizer, template = _chatting(model)
    prompt = chat_prompt(tokenizer, template, messages)
    settings = settings or GREEDY
    stops = setting_of(model, "stop_strings", settings, ())
    stops = (stops,) if isinstance(stops, str) else tuple(stops)
    end = end_of_turn(tokenizer, template, prompt.messages)
    model.check(prompt.tokens)
    tree = Tree(model, prompt.tokens)
    acting = replace(settings, stop_strings=(*stops, end)) if end else settings
    at = tree.grow(count, settings=acting, seed=seed, on_token=on_token) if count else (-1, 0)
    written = [step.id for step in tree.steps(at)]
    ended = bool(written) and Stop(model, acting)(tree.ids(at))
    while written and tokenizer.is_special(written[-1]):
        written.pop()
    return Reply(tokenizer.text_of(written), ended, prompt, tree)


def _chatting(model: LoadedModel) -> tuple[Tokenizer, ChatTemplate]:
    if model.anatomy.two_stacks or model.facts.predicts != "next":
        raise UnsupportedModel(
            f"{model.name} does not write on from a text, so it can't chat.",
            f"Choose a model that was tuned to chat, such as {DEFAULT_MODEL}.",
        )
    template = model.tokenizer.chat_template if model.tokenizer is not None else None
    if model.tokenizer is None or template is None:
        raise NoChatTemplate(
            f"{model.name} has no chat template: it was not made for conversations, or was opened without one.",
            f"Write on from a text with model.generate, or choose a model that was tuned to chat, such as {DEFAULT_MODEL}.",
        )
    return model.tokenizer, template
