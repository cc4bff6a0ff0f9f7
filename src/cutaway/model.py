"""`cutaway.Model`: a model in memory that traces texts, continues them and chats."""

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

    >>> model.facts.layers, model.facts.heads
    (30, 9)
    >>> from transformers import GPT2Config, GPT2LMHeadModel
    >>> tiny = cutaway.Model(GPT2LMHeadModel(GPT2Config(n_layer=2)), name="tiny")
    >>> tiny.trace([464, 3797])["layers.1.attn.pattern"].shape  # without a tokenizer: token ids
    torch.Size([12, 2, 2])

    It always runs in evaluation mode, in its own precision (without autocast) and without gradients. Later changes to it (hooks, adapters,
    weights) take effect from the next trace on.

    Args:
        hf: the model, already in memory.
        tokenizer: its tokenizer (of Transformers or the tokenizers library), or None: then only token ids can be traced.
        name: its name in messages.
        provenance: where its weights came from, if known.
        further: arguments of its forward pass besides tokens, for one row: `{"task_ids": torch.tensor([0])}` for a multitask prompt.
        troubles: known problems of its weights, in sentences.

    Raises:
        UnsupportedModel: its inside can't be followed.
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
        """Runs the model once and keeps enough to read any tensor of the pass.

        >>> trace = model.trace("The cat sat on the mat")
        >>> trace["layers.3.attn.z"].shape  # (heads, positions, d_head)
        torch.Size([9, 6, 64])

        Args:
            text: a text, or token ids; a two-stack model's source.
            target: the text, or token ids, for a two-stack model's decoder after its start token.
            appended: ids of tokens that follow the text (in a two-stack model, the target).
            patterns: keep every attention pattern while the model runs, which is faster than reading all of them afterwards, but takes
                `heads × positions²` numbers per layer. It computes attention without the fused kernel, which differs by rounding. If a
                model computes attention in its own code, patterns are still derived on demand.
            on_block: called before each block with the number done and the total; may raise `Cancelled` to stop.

        Raises:
            BadText: the text has no tokens, or is not valid Unicode.
            TextTooLong: there are more tokens than the model's context holds.
            BadIndex: an id is not in the vocabulary.
            UnsupportedModel: there is a target, but the model has no decoder for it.
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
        """Continues a text and keeps the distribution at every step: a tree that can grow from any place.

        >>> tree = model.generate("The capital of France is", 1)
        >>> tree.text(tree.ends[0])
        ' Paris'

        Args:
            text: a text, or token ids; a two-stack model's source.
            count: the most tokens to write.
            target: the text for a two-stack model's decoder after its start token.
            settings: how to choose tokens; by default, always the most probable one.
            seed: the same seed draws the same tokens again.
            beams: with more than one, uses beam search: one branch for each continuation, best first.
            on_token: called after each token; may raise `Cancelled` to stop.

        Raises:
            UnsupportedModel: the model does not predict next tokens.
            BadText, BadIndex, TextTooLong: as in `trace`.
        """
        text, target = (each if isinstance(each, str) else as_ids(each) for each in (text, target))
        return write(self, text, count, target=target, settings=settings, seed=seed, beams=beams, on_token=on_token)

    @checked
    def chat_prompt(self, messages: object, *, add_generation_prompt: bool = True) -> ChatPrompt:
        """The prompt for a conversation, by the model's own chat template: `model.trace(prompt.ids)` traces it.

        >>> prompt = model.chat_prompt("Hello")
        >>> prompt.text[-22:]
        '<|im_start|>assistant\\n'

        Args:
            messages: a list such as `[{"role": "user", "content": "Hello"}]`, or a text for a single message by the user.
            add_generation_prompt: end with the opening of the assistant's answer.

        Raises:
            NoChatTemplate: the model has no chat template.
            BadMessages: these are not messages, or the template refuses them.
            UnsupportedModel: the model does not continue texts.
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
        """Answers a conversation: `model.chat(reply.messages + [{"role": "user", "content": "Why?"}])` continues it.

        Args:
            messages: as in `chat_prompt`.
            count: the most tokens of the answer. It ends earlier if the model ends its turn.
            settings: how to choose tokens; by default, always the most probable one.
            seed: the same seed draws the same tokens again.
            on_token: called after each token; may raise `Cancelled` to stop.

        Raises:
            NoChatTemplate, BadMessages, UnsupportedModel: as in `chat_prompt`.
            TextTooLong: the conversation with its answer is longer than the model's context.
        """
        return reply(self, messages, count, settings=settings, seed=seed, on_token=on_token)
