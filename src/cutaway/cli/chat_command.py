"""`cutaway chat`: a conversation with a model, by its own chat template."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from cutaway.cli.choosing import BadOptions, name_left_out, settings_of
from cutaway.cli.loading import open_model
from cutaway.cli.output import print_json, print_table, printable, text_argument
from cutaway.generate.settings import Settings
from cutaway.tokens.chat_prompt import ChatPrompt

if TYPE_CHECKING:
    from cutaway.model import Model


def run(options: argparse.Namespace) -> int:
    """Answers one message, or one line of stdin after another."""
    if options.count < 1:
        raise BadOptions(f"--count is {options.count}, so there would be no answer.", "Give 1 or more.")
    if options.message is None and (options.json or options.show_prompt):
        raise BadOptions("--json and --show-prompt are for a single message.", "Give the message.")
    settings_of(options)
    message = None if options.message is None else text_argument(options.message)
    model = open_model(options)
    settings = settings_of(options, model)
    messages: list[Any] = [] if options.system is None else [{"role": "system", "content": options.system}]
    if message is None:
        return _talk(model, messages, options, settings)
    messages.append({"role": "user", "content": message})
    if options.show_prompt:
        _show_prompt(model.chat_prompt(messages), as_json=options.json)
        return 0
    name_left_out(model, settings)
    if options.json:
        reply = model.chat(messages, options.count, settings=settings, seed=options.seed or 0)
        print_json({**_prompt(reply.prompt), "answer": reply.text, "ended": reply.ended})
        return 0
    _answer(model, messages, options, settings)
    return 0


def _talk(model: "Model", messages: list[Any], options: argparse.Namespace, settings: Settings) -> int:
    name_left_out(model, settings)
    model.chat_prompt([*messages, {"role": "user", "content": "Hello"}])  # a model that can't chat fails at once
    asking = sys.stdin.isatty()
    while True:
        if asking:
            sys.stderr.write("> ")
            sys.stderr.flush()
        line = sys.stdin.readline().rstrip("\r\n")
        if not line:
            return 0
        messages.append({"role": "user", "content": text_argument(line)})
        messages.append({"role": "assistant", "content": _answer(model, messages, options, settings)})


def _answer(model: "Model", messages: list[Any], options: argparse.Namespace, settings: Settings) -> str:
    """Answers, and prints the answer as the model writes it."""
    tokenizer = model.tokenizer
    assert tokenizer is not None  # a model without one has no chat template
    ids: list[int] = []
    shown = 0

    def show(id: int) -> None:
        nonlocal shown
        if tokenizer.is_special(id):
            return
        ids.append(id)
        text = tokenizer.text_of(ids).rstrip("\ufffd")
        sys.stdout.write(printable(text[shown:]))
        sys.stdout.flush()
        shown = max(shown, len(text))

    try:
        reply = model.chat(
            messages, options.count, settings=settings, seed=options.seed or 0, on_token=lambda step: show(step.id)
        )
    except KeyboardInterrupt:
        sys.stdout.write("\n")
        raise
    sys.stdout.write("\n")
    sys.stdout.flush()
    if not reply.ended:
        sys.stderr.write(f"[It had more to say: --count is {options.count}.]\n")
    return reply.text


def _prompt(prompt: ChatPrompt) -> dict[str, Any]:
    return {
        "prompt": prompt.text,
        "tokens": [
            {"id": token.id, "text": token.text, "message": source}
            for token, source in zip(prompt.tokens, prompt.sources, strict=True)
        ],
    }


def _show_prompt(prompt: ChatPrompt, *, as_json: bool) -> None:
    if as_json:
        print_json(_prompt(prompt))
        return
    rows = [
        (str(token.id), repr(token.text), "the template" if source is None else f"message {source + 1}")
        for token, source in zip(prompt.tokens, prompt.sources, strict=True)
    ]
    print_table(("id", "token", "from"), rows)
    added = sum(source is None for source in prompt.sources)
    print(f"\n{len(rows)} tokens, of which the template adds {added}.")
