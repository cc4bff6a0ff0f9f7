"""`cutaway.Model`: a model in memory that is traced, writes on and answers."""

from collections.abc import Callable, Sequence

from cutaway.arguments import checked
from cutaway.generate.chat import Reply, prompt_of, reply
from cutaway.generate.generate import write
from cutaway.generate.settings import Settings
from cutaway.generate.step import Step
from cutaway.generate.tree import Tree
from cutaway.models.loaded_model import LoadedModel
from cutaway.tokens.chat_prompt import ChatPrompt
from cutaway.tokens.tokenizer import as_ids
from cutaway.trace.trace import Trace
from cutaway.trace.tracing import trace_of


class Model(LoadedModel):
    """A Hugging Face model, opened for tracing. The model itself is not changed.

    It is always run in evaluation mode, in its own precision (without autocast) and without gradients. What is changed in it later (hooks,
    adapters, weights) counts from the next trace on.

    Args:
        hf: the model, already in memory.
        tokenizer: its tokenizer (of Transformers or the tokenizers library), or None: then only token ids can be traced.
        name: what to call it.
        provenance: where its weights came from, where that is known.
        further: arguments that its forward pass needs beside tokens, of one row: `{"task_ids": torch.tensor([0])}` for a multitask prompt.
        troubles: what is known to be wrong with its weights, in sentences.

    Raises:
        UnsupportedModel: for a model whose inside can't be followed.
    """

    @checked
    def trace(
        self,
        text: str | Sequence[int],
        *,
        target: str | Sequence[int] = (),
        appended: Sequence[int] = (),
        patterns: bool = False,
        on_block: Callable[[int, int], None] | None = None,
    ) -> Trace:
        """Runs the model once and keeps what is needed to read any tensor of the pass.

        Args:
            text: a text, or token ids; a two-stack model's source.
            target: what a two-stack model's decoder is given after its start token: a text, or token ids.
            appended: ids of tokens that follow the text (in a two-stack model, the target).
            patterns: keep every attention pattern while the model runs, for one who will read them all. It takes less time than reading
                them afterwards, and holds `heads × positions²` numbers a layer. Attention is then computed by other lines than the fused
                kernel's, which differ by rounding. Where a model computes attention in its own code, patterns are derived as they are read.
            on_block: called before each block with how many are done and how many there are; may raise `Cancelled` to stop.

        Raises:
            BadText: for a text without tokens, or that is no valid Unicode.
            TextTooLong: for more tokens than the model's context holds.
            BadIndex: for an id that is not in the vocabulary.
            UnsupportedModel: for a target that this model has no decoder for.
            Cancelled: when `on_block` raises it.
        """
        return trace_of(self.as_it_is(), text, target, appended, patterns, on_block)

    @checked
    def generate(
        self,
        text: str | Sequence[int],
        count: int = 20,
        *,
        target: str | Sequence[int] = (),
        settings: Settings | None = None,
        seed: int = 0,
        beams: int = 1,
        on_token: Callable[[Step], None] = lambda step: None,
    ) -> Tree:
        """Writes on from a text, and keeps the distribution of every step: a tree, which can be grown on from any place.

        Args:
            text: a text, or token ids; a two-stack model's source.
            count: at most so many tokens.
            target: what a two-stack model's decoder is given after its start token.
            settings: how tokens are chosen; without them the most probable one is always taken.
            seed: the same one draws the same tokens again.
            beams: with more than one, by beam search: a branch for each continuation that it finds, the best first.
            on_token: called after each token; may raise `Cancelled` to stop.

        Raises:
            UnsupportedModel: for a model that predicts no next token.
            BadText, BadIndex, TextTooLong: as in `trace`.
        """
        text, target = (each if isinstance(each, str) else as_ids(each) for each in (text, target))
        return write(self, text, count, target=target, settings=settings, seed=seed, beams=beams, on_token=on_token)

    @checked
    def chat_prompt(self, messages: object, *, add_generation_prompt: bool = True) -> ChatPrompt:
        """What the model reads of a conversation, by its own chat template: `model.trace(prompt.ids)` traces it.

        Args:
            messages: a list such as `[{"role": "user", "content": "Hello"}]`, or a text: a user's message.
            add_generation_prompt: end with what opens the assistant's answer.

        Raises:
            NoChatTemplate: the model has none.
            BadMessages: they are no messages, or the template refuses them.
            UnsupportedModel: for a model that does not write on.
        """
        return prompt_of(self, messages, add_generation_prompt=add_generation_prompt)

    @checked
    def chat(
        self,
        messages: object,
        count: int = 256,
        *,
        settings: Settings | None = None,
        seed: int = 0,
        on_token: Callable[[Step], None] = lambda step: None,
    ) -> Reply:
        """Answers a conversation: `model.chat(reply.messages + [{"role": "user", "content": "Why?"}])` goes on with it.

        Args:
            messages: as in `chat_prompt`.
            count: at most so many tokens. The answer ends before, where the model ends its turn.
            settings: how tokens are chosen; without them the most probable one is always taken.
            seed: the same one draws the same tokens again.
            on_token: called after each token; may raise `Cancelled` to stop.

        Raises:
            NoChatTemplate, BadMessages, UnsupportedModel: as in `chat_prompt`.
            TextTooLong: the conversation, with the answer, is longer than the model's context.
        """
        return reply(self, messages, count, settings=settings, seed=seed, on_token=on_token)
