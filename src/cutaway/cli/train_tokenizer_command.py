"""`cutaway train-tokenizer`: trains a tokenizer on a text file."""

import argparse
from pathlib import Path

from cutaway.cli.output import print_json, printable, progress_shown
from cutaway.progress import Progress, ProgressStep
from cutaway.store import cache
from cutaway.tokens.training.bpe_merges import TrainedMerge
from cutaway.tokens.training.in_subprocess import train_unigram, train_wordpiece
from cutaway.tokens.training.train_bpe import train_bpe
from cutaway.tokens.training.trained import NameTaken, Trained, check_free, trained_folder
from cutaway.tokens.training.training_limits import BadTraining, read_text

_EVERY = 50
"""How many merges to make between two progress reports."""


def run(options: argparse.Namespace) -> int:
    """Trains and saves a tokenizer, and prints a summary. Nothing is written before the training is done."""
    name = None if options.out else options.name or cache.slug(Path(options.file).stem)
    folder = Path(options.out) if name is None else trained_folder(name)
    try:
        check_free(folder, replace=options.replace)
        with progress_shown() as progress:
            trained = _train(read_text(options.file), options, progress)
        trained.save(folder, replace=options.replace)
    except NameTaken as error:
        way_out = f"Give another --{'name' if name else 'out'}, or --replace to replace it."
        raise NameTaken(error.message, way_out) from None
    if options.json:
        print_json({"name": name, "folder": str(folder), **_facts(trained)})
    else:
        _say(trained, folder, name)
    return 0


def _train(text: str, options: argparse.Namespace, progress: Progress) -> Trained:
    if options.algorithm == "bpe":
        progress(ProgressStep("Cutting the text into pieces"))

        def on_step(merge: TrainedMerge) -> None:
            if merge.number % _EVERY == 0:
                wanted = options.size - 256 - len(options.specials) - options.reserved
                progress(ProgressStep("Merging pairs", merge.number, wanted, "merges"))

        if options.alphabet:
            raise BadTraining("Byte-pair encoding always begins with all 256 bytes.", "Leave --alphabet out.")
        return train_bpe(
            text,
            options.size,
            options.pattern or "gpt4",
            options.specials,
            min_frequency=options.min_frequency,
            reserved=options.reserved,
            on_step=on_step,
        )
    if options.pattern:
        raise BadTraining("Only byte-pair encoding cuts a text by a pattern.", "Leave --pattern out.")
    more = {"initial_alphabet": options.alphabet, "reserved": options.reserved}
    if options.algorithm == "unigram":
        if options.min_frequency != 1:
            raise BadTraining(
                "Unigram weighs pieces and merges none, so no pair has a frequency.", "Leave --min-frequency out."
            )
        return train_unigram(text, options.size, options.specials, progress=progress, **more)
    return train_wordpiece(
        text, options.size, options.specials, min_frequency=options.min_frequency, progress=progress, **more
    )


def _say(trained: Trained, folder: Path, name: str | None) -> None:
    if trained.stopped_early:
        print(f"There was no more to learn in this text: {trained.size:,} tokens instead of {trained.asked:,}.")
    else:
        print(f"{trained.size:,} tokens.")
    print(
        f"Learnt in {trained.seconds:.2f} s from {trained.bytes:,} bytes, which are now {trained.text_tokens:,} tokens: "
        f"{trained.bytes_per_token:.3g} bytes per token."
    )
    if trained.unknown_tokens:
        print(
            f"{trained.unknown_tokens:,} of these tokens are unknown ones, for {trained.unknown_bytes:,} bytes that the vocabulary "
            "can't write. The bytes per token exclude them."
        )
    print(printable(f"Saved to {folder}"))
    print(printable(f"To use it: cutaway tokens TEXT --tokenizer {name or folder}"))


def _facts(trained: Trained) -> dict[str, object]:
    return {
        "algorithm": trained.algorithm,
        "pattern": trained.pattern or None,
        "specials": trained.specials,
        "size": trained.size,
        "asked": trained.asked,
        "stopped_early": trained.stopped_early,
        "bytes": trained.bytes,
        "tokens": trained.text_tokens,
        "bytes_per_token": trained.bytes_per_token,
        "unknown_tokens": trained.unknown_tokens,
        "unknown_bytes": trained.unknown_bytes,
        "seconds": trained.seconds,
        "merges": [
            {
                "number": merge.number,
                "pair": [token.hex() for token in merge.pair],
                "count": merge.count,
                "saved": merge.saved,
                "example": merge.example,
            }
            for merge in trained.merges
        ],
    }
