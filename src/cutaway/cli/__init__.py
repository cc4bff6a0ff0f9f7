"""The command line: its arguments and commands. Each command has its own module."""

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Sequence

from cutaway._version import __version__
from cutaway.cli.choosing import add_options
from cutaway.cli.output import complain
from cutaway.defaults import DEFAULT_MODEL
from cutaway.errors import CutawayError
from cutaway.system_errors import FULL, cannot_write, is_out_of_memory, number, out_of_memory

_MODEL = f"catalog name, hub id, folder or .gguf file ({DEFAULT_MODEL})"
FAILED, MISUSED, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status.

    0: done. 1: an error, printed on stderr with a way out. 2: no such command or option. 130: interrupted. 141: the reader closed the
    output.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    # If torchao is installed, Transformers imports it, and it reports each kernel that this machine can't use.
    # bitsandbytes reports at every product that it works in another precision.
    for name in ("torchao", "torch.utils._pytree", "bitsandbytes"):
        logging.getLogger(name).setLevel(logging.ERROR)
    for stream in (sys.stdout, sys.stderr):  # a terminal that can't show a character shows its code
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
        if is_out_of_memory(error):
            return _failed(out_of_memory(error))
        full = cannot_write(error, getattr(error, "filename", None) or "The output") if number(error) in FULL else None
        if full is None:
            raise
        _close_stdout()
        return _failed(full)
    return status


def _failed(error: CutawayError) -> int:
    complain(error)
    return FAILED


def _close_stdout() -> None:
    """Keeps Python's last flush of stdout from failing again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def with_command(given: list[str]) -> list[str]:
    """Adds the default command to arguments without one: `cutaway --port 80` is `cutaway open --port 80`.

    >>> with_command(["--port", "80"])
    ['open', '--port', '80']
    """
    if not given or (given[0].startswith("-") and given[0] not in ("-h", "--help", "--version")):
        return ["open", *given]
    return given


def parser() -> argparse.ArgumentParser:
    """The parser of the command line."""
    top = argparse.ArgumentParser(
        prog="cutaway",
        description="Open a real transformer language model and see it work. Without a command: open the page.",
    )
    top.add_argument("--version", action="version", version=f"cutaway {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    command = commands.add_parser("open", help="open the page in a browser (what `cutaway` alone does)")
    command.add_argument("--model", metavar="NAME", help=_MODEL)
    command.add_argument("--text", help="the text to start with; - reads it from stdin")
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s: this machine only)")
    command.add_argument("--port", type=_port, default=0, help="port to listen on (a free one)")
    command.add_argument("--no-browser", dest="browser", action="store_false", help="only print the address")
    command.add_argument(
        "--token", help="the secret in the address (a random one); CUTAWAY_TOKEN keeps it out of the process list"
    )
    command.add_argument(
        "--no-token", dest="ask_token", action="store_false", help="let in every program that reaches the port"
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
    what.add_argument("--file", metavar="FILE", help="a file in UTF-8 to read the text from")
    command.add_argument(
        "--tokenizer",
        metavar="NAME",
        default=DEFAULT_MODEL,
        help="a name that `cutaway tokenizers` lists, a model's name, or a file or folder of a tokenizer (%(default)s); "
        "several, separated by commas, are compared",
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
        description="Afterwards `cutaway tokens TEXT --tokenizer NAME` uses it. Ctrl-C cancels it, and leaves nothing behind.",
    )
    command.add_argument("file", metavar="FILE", help="a text in UTF-8, at most 20 MB")
    command.add_argument(
        "--size",
        metavar="N",
        type=int,
        default=8000,
        help="size of the vocabulary, including special tokens (%(default)s)",
    )
    command.add_argument(
        "--algorithm",
        choices=("bpe", "wordpiece", "unigram"),
        default="bpe",
        help="the algorithm (%(default)s, on bytes)",
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
        "--reserved", metavar="N", type=int, default=0, help="add N more special tokens, without a meaning yet (0)"
    )
    command.add_argument(
        "--min-frequency",
        metavar="N",
        type=int,
        default=1,
        help="bpe and wordpiece: merge only pairs that occur this often (%(default)s)",
    )
    command.add_argument(
        "--alphabet",
        metavar="CHARACTERS",
        default="",
        help="wordpiece and unigram: characters that get a token even if the text lacks them",
    )
    where = command.add_mutually_exclusive_group()
    where.add_argument("--name", metavar="NAME", help="its name (the file's name, without its ending)")
    where.add_argument("--out", metavar="DIR", help="the folder to write, instead of one in the cache")
    command.add_argument("--replace", action="store_true", help="replace a trained tokenizer of that name or folder")
    command.add_argument("--json", action="store_true", help="as JSON, with every merge; tokens in hexadecimal")

    command = commands.add_parser(
        "trace",
        help="run a model on a text and save its tensors",
        description="Without --out: list all tensors, with their shapes. "
        "With --out alone: save the keyframes, from which the model can derive every tensor. "
        "With --out and --site: save these tensors, which can be read without the model.",
    )
    command.add_argument("text", metavar="TEXT", nargs="?", help="the text; - reads it from stdin")
    command.add_argument("--open", metavar="FILE", help="a saved trace, instead of TEXT")
    command.add_argument(
        "--model",
        metavar="NAME",
        help=_MODEL.replace(")", ", or the one that FILE names)"),
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
        help="continue a text",
        description="Continues a text with the most probable token each time. Any sampling option, or --seed, makes it sample instead. "
        "Prints the continuation; for a beam search, the best one. Ctrl-C ends it, and keeps the text written so far.",
    )
    command.add_argument("text", metavar="TEXT", help="the text; - reads it from stdin")
    command.add_argument("--model", metavar="NAME", help=_MODEL)
    command.add_argument(
        "--target", metavar="TEXT", default="", help="the text that a two-stack model has already written"
    )
    command.add_argument("--count", metavar="N", type=int, default=20, help="write at most N tokens (%(default)s)")
    add_options(command)
    command.add_argument(
        "--length-penalty", metavar="X", type=float, help="with --beams: divide scores by length to this power"
    )
    command.add_argument(
        "--early-stopping",
        choices=("true", "false", "never"),
        help="with --beams: end as soon as N beams have ended (true), or only if no longer one could be better (never)",
    )
    command.add_argument(
        "--branches",
        metavar="K",
        type=int,
        default=1,
        help="write K continuations: when sampling, with K seeds from --seed on; "
        "otherwise the most probable one, with branches where the second choice was most probable",
    )
    command.add_argument("--beams", metavar="N", type=int, default=1, help="search with N beams (up to 16)")
    command.add_argument("--tree", action="store_true", help="draw all continuations as one tree, with probabilities")
    command.add_argument(
        "--json", action="store_true", help="the tree as JSON, with probabilities and alternatives of every token"
    )
    _placement(command)

    command = commands.add_parser(
        "chat",
        help="talk to a model that was tuned to chat",
        description="The model's own chat template turns your messages into its prompt. Without MESSAGE: one message per line, "
        "until an empty line or Ctrl-D. Sampling options are those of `cutaway generate`.",
    )
    command.add_argument("message", metavar="MESSAGE", nargs="?", help="one message; - reads it from stdin")
    command.add_argument("--model", metavar="NAME", help=_MODEL)
    command.add_argument("--system", metavar="TEXT", help="a system message that comes first")
    command.add_argument(
        "--count", metavar="N", type=int, default=256, help="answer with at most N tokens (%(default)s)"
    )
    command.add_argument(
        "--show-prompt",
        action="store_true",
        help="with MESSAGE: show the prompt that the model reads instead, and which tokens its template adds",
    )
    add_options(command)
    command.add_argument("--json", action="store_true", help="with MESSAGE: prompt and answer as JSON")
    _placement(command)

    command = commands.add_parser("doctor", help="show what is installed, what is missing and how to fix it")
    what = command.add_mutually_exclusive_group()
    what.add_argument(
        "--verify",
        action="store_true",
        help="instead, read every file of every model and tokenizer in the cache, and list the damaged ones",
    )
    what.add_argument(
        "--model",
        metavar="NAME",
        help="instead, list the tensors of this model that can be read, each compared with an independent pass",
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
        help="allow opening this folder, file, hub id or model to fetch if a saved trace or an adapter names it; may be repeated",
    )


def _port(text: str) -> int:
    if not text.isdecimal() or int(text[:6]) > 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)
