"""Builds the API reference of the public names into dist/docs: `make docs`."""

import sys
import warnings
from pathlib import Path
from types import ModuleType

import pdoc
import pdoc.render

import cutaway
from cutaway import lenses

OUT = Path(__file__).parent.parent / "dist" / "docs"


def load_lazy_names(module: ModuleType) -> None:
    """Public names are loaded when they are first used; pdoc lists those that a module has."""
    for name in module.__all__:
        setattr(module, name, getattr(module, name))


def main() -> None:
    """Writes the pages, and prints where the first one is."""
    load_lazy_names(cutaway)
    load_lazy_names(lenses)
    pdoc.render.configure(docformat="google", footer_text=f"Cutaway {cutaway.__version__}", show_source=False)
    with warnings.catch_warnings():
        warnings.filterwarnings("error", module="pdoc")
        pdoc.pdoc("cutaway", output_directory=OUT)
    sys.stdout.write(f"{OUT / 'cutaway.html'}\n")


if __name__ == "__main__":
    main()
