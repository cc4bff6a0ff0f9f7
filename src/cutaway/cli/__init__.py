"""The command line: what is asked, and which command answers. Each command has a module of its own."""

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Sequence

from cutaway._version import __version__
from cutaway.cli.choosing import add_options
from cutaway.errors import CutawayError

FAILED, MISUSED, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status.

    0: done. 1: an error, told on stderr with its way out. 2: no such command or option. 130: interrupted. 141: whoever
    read the output closed it.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    # Where torchao is installed, Transformers imports it, and it tells of each kernel that this machine has no use for.
    # bitsandbytes says at every product that it works in another precision.
    for name in ("torchao", "torch.utils._pytree", "bitsandbytes"):
        logging.getLogger(name).setLevel(logging.ERROR)
    for stream in (sys.stdout, sys.stderr):  # a terminal that can't show a character shows its number
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    try:
        options = parser().parse_args(with_command(given))
        status = importlib.import_module(f"cutaway.cli.{options.command.replace('-', '_')}_command").run(options)
        sys.stdout.flush()
    except CutawayError as error:
        return _failed(error)
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted.\n")
        return INTERRUPTED
    except BrokenPipeError:
        _close_stdout()
        return PIPE_CLOSED
    except (MemoryError, RuntimeError, OSError) as error:
        from cutaway.system_errors import FULL, cannot_write, is_out_of_memory, number, out_of_memory

        if is_out_of_memory(error):
            return _failed(out_of_memory(error))
        full = cannot_write(error, getattr(error, "filename", None) or "The output") if number(error) in FULL else None
        if full is None:
            raise
        _close_stdout()
        return _failed(full)
    return status


def _failed(error: CutawayError) -> int:
    from cutaway.cli.output import complain

    complain(error)
    return FAILED


def _close_stdout() -> None:
    """Python flushes stdout once more when it ends; that must not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def with_command(given: list[str]) -> list[str]:
    """The arguments with the command that stands for none: `cutaway --port 80` is `cutaway open --port 80`.

    >>> with_command(["--port", "80"])
    ['open', '--port', '80']
    """
    if not given or (given[0].startswith("-") and given[0] not in ("-h", "--help", "--version")):
        return ["open", *given]
    return given


def parser() -> argparse.ArgumentParser:
    """What the command line understands."""
    top = argparse.ArgumentParser(
        prog="cutaway",
        description="Open a real transformer language model and see it work. Without a command: open the page.",
    )
    top.add_argument("--version", action="version", version=f"cutaway {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    command = commands.add_parser("open", help="open the page in a browser (what `cutaway` alone does)")
    command.add_argument("--model", metavar="NAME", help="catalog name, hub id, folder or .gguf file (smollm2)")
    command.add_argument("--text", help="the text to start with; - reads it from stdin")
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s: this machine only)")
    command.add_argument("--port", type=_port, default=0, help="port to listen on (a free one)")
    command.add_argument("--no-browser", dest="browser", action="store_false", help="print the address only")
    command.add_argument(
        "--token", help="what the address must hold (a random one); CUTAWAY_TOKEN keeps it out of the process list"
    )
    command.add_argument(
        "--no-token", dest="ask_token", action="store_false", help="let every program that reaches the port in"
    )
    _placement(command)

    command = commands.add_parser("models", help="list the models that can be opened by name")
    command.add_argument("--json", action="store_true", help="as JSON")

    command = commands.add_parser("tokenizers", help="list the tokenizers that can be used by name")
    command.add_argument("--json", action="store_true", help="as JSON")

    command = commands.add_parser("fetch", help="fetch a model's weights, or a tokenizer, into the cache")
    what = command.add_mutually_exclusive_group(required=True)
    what.add_argument("name", metavar="NAME", nargs="?", help="a model: catalog name or hub id")
    what.add_argument("--tokenizer", metavar="NAME", help="a tokenizer: a name that `cutaway tokenizers` lists")

    command = commands.add_parser("tokens", help="show the tokens of a text")
    what = command.add_mutually_exclusive_group(required=True)
    what.add_argument("text", metavar="TEXT", nargs="?", help="the text; - reads it from stdin")
    what.add_argument("--file", metavar="FILE", help="a file in UTF-8 whose text is read")
    command.add_argument(
        "--tokenizer",
        metavar="NAME",
        default="smollm2",
        help="a name that `cutaway tokenizers` lists, a model's name, or a file or folder of a tokenizer (%(default)s); "
        "several, with commas between, are compared",
    )
    command.add_argument(
        "--pattern",
        default="",
        help="how a .tiktoken file cuts the text: gpt2, gpt4, o200k or a regular expression (gpt4)",
    )
    command.add_argument(
        "--special-as-text", action="store_true", help="read a special token that the text spells out as plain text"
    )
    command.add_argument(
        "--replay",
        action="store_true",
        help="with one tokenizer: show every step that leads from the text to its tokens",
    )
    command.add_argument("--json", action="store_true", help="as JSON")

    command = commands.add_parser(
        "train-tokenizer",
        help="train a tokenizer on a text file",
        description="Afterwards `cutaway tokens TEXT --tokenizer NAME` uses it. Ctrl-C gives it up, and leaves nothing behind.",
    )
    command.add_argument("file", metavar="FILE", help="a text in UTF-8, of 20 MB at most")
    command.add_argument(
        "--size",
        metavar="N",
        type=int,
        default=8000,
        help="tokens of the vocabulary, special ones included (%(default)s)",
    )
    command.add_argument(
        "--algorithm",
        choices=("bpe", "wordpiece", "unigram"),
        default="bpe",
        help="how it learns (%(default)s, on bytes)",
    )
    command.add_argument(
        "--pattern", help="how bpe cuts the text first: gpt2, gpt4, o200k or a regular expression (gpt4)"
    )
    command.add_argument(
        "--special",
        dest="specials",
        metavar="TOKEN",
        action="append",
        default=[],
        help="a special token; may be repeated",
    )
    command.add_argument(
        "--reserved", metavar="N", type=int, default=0, help="so many special tokens more, without a meaning yet (0)"
    )
    command.add_argument(
        "--min-frequency",
        metavar="N",
        type=int,
        default=1,
        help="bpe and wordpiece: merge a pair only where it is there so often (%(default)s)",
    )
    command.add_argument(
        "--alphabet",
        metavar="CHARACTERS",
        default="",
        help="wordpiece and unigram: characters that get a token whether the text has them or not",
    )
    where = command.add_mutually_exclusive_group()
    where.add_argument("--name", metavar="NAME", help="what to call it (the file's name, without its ending)")
    where.add_argument("--out", metavar="DIR", help="the folder to write, in place of one in the cache")
    command.add_argument("--replace", action="store_true", help="replace a trained tokenizer of that name or folder")
    command.add_argument("--json", action="store_true", help="as JSON, with every merge; tokens in hexadecimal")

    command = commands.add_parser(
        "trace",
        help="run a model over a text and save what was inside",
        description="Without --out: list the tensors that there are, with their shapes. "
        "With --out alone: save the keyframes, from which every tensor can be derived where the model is. "
        "With --out and --site: save these tensors, which can be read without the model.",
    )
    command.add_argument("text", metavar="TEXT", nargs="?", help="the text; - reads it from stdin")
    command.add_argument("--open", metavar="FILE", help="a saved trace, in place of TEXT")
    command.add_argument(
        "--model",
        metavar="NAME",
        help="catalog name, hub id, folder or .gguf file (smollm2, or the one that FILE names)",
    )
    command.add_argument(
        "--site",
        dest="sites",
        metavar="SITE",
        action="append",
        default=[],
        help="a tensor's name, such as layers.3.attn.pattern, or several: 'layers.*.attn.pattern'; may be repeated",
    )
    command.add_argument("--out", metavar="FILE", help="the .safetensors file to write")
    _placement(command)

    command = commands.add_parser(
        "generate",
        help="write on from a text",
        description="Writes on with the most probable token each time. Any option of sampling, or --seed, makes it draw instead. "
        "Prints the text that follows; of a beam search, the best that was found. Ctrl-C ends it, and what is written is kept.",
    )
    command.add_argument("text", metavar="TEXT", help="the text; - reads it from stdin")
    command.add_argument("--model", metavar="NAME", help="catalog name, hub id, folder or .gguf file (smollm2)")
    command.add_argument("--target", metavar="TEXT", default="", help="what a two-stack model has written already")
    command.add_argument(
        "--count", metavar="N", type=int, default=20, help="write at most so many tokens (%(default)s)"
    )
    add_options(command)
    command.add_argument(
        "--length-penalty", metavar="X", type=float, help="with --beams: scores are divided by length to this power"
    )
    command.add_argument(
        "--early-stopping",
        choices=("true", "false", "never"),
        help="with --beams: end as soon as N beams have ended (true), or only where no longer one could be better (never)",
    )
    command.add_argument(
        "--branches",
        metavar="K",
        type=int,
        default=1,
        help="write K continuations: drawn, with K seeds from --seed on; "
        "else the most probable one, and branches of it where the second choice was most probable",
    )
    command.add_argument("--beams", metavar="N", type=int, default=1, help="search with N beams (up to 16)")
    command.add_argument("--tree", action="store_true", help="draw all continuations as one tree, with probabilities")
    command.add_argument(
        "--json", action="store_true", help="the tree as JSON, with probabilities and alternatives of every token"
    )
    _placement(command)

    command = commands.add_parser(
        "chat",
        help="talk with a model that was tuned to chat",
        description="Your messages become the model's prompt by its own chat template. Without MESSAGE: one message a line, "
        "until an empty line or Ctrl-D. Options of sampling are those of `cutaway generate`.",
    )
    command.add_argument("message", metavar="MESSAGE", nargs="?", help="one message; - reads it from stdin")
    command.add_argument("--model", metavar="NAME", help="catalog name, hub id, folder or .gguf file (smollm2)")
    command.add_argument("--system", metavar="TEXT", help="a system message that comes first")
    command.add_argument(
        "--count", metavar="N", type=int, default=256, help="answer with at most so many tokens (%(default)s)"
    )
    command.add_argument(
        "--show-prompt",
        action="store_true",
        help="with MESSAGE: show instead what the model reads, and which tokens its template adds",
    )
    add_options(command)
    command.add_argument("--json", action="store_true", help="with MESSAGE: prompt and answer as JSON")
    _placement(command)

    command = commands.add_parser("doctor", help="say what is installed, what is missing and how to mend it")
    what = command.add_mutually_exclusive_group()
    what.add_argument(
        "--verify",
        action="store_true",
        help="read instead every file of every model and tokenizer in the cache, and say which are damaged",
    )
    what.add_argument(
        "--model",
        metavar="NAME",
        help="say instead what of this model can be read, each tensor held against an independent pass",
    )
    _placement(command)
    command.add_argument("--json", action="store_true", help="as JSON")
    return top


def _placement(command: argparse.ArgumentParser) -> None:
    command.add_argument("--device", metavar="DEVICE", help="cpu, cuda, cuda:1, mps or offload (the fastest with room)")
    command.add_argument("--dtype", metavar="DTYPE", help="float32, bfloat16, float16 or auto (float32)")
    command.add_argument(
        "--allow",
        metavar="NAME",
        action="append",
        default=[],
        help="a folder, file, hub id or model to be fetched that a saved trace or an adapter may name and that is then opened; "
        "may be repeated",
    )


def _port(text: str) -> int:
    if not text.isdecimal() or int(text[:6]) > 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)
