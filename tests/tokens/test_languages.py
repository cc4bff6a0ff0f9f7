"""The sentences in many languages, and their counts against the libraries' own."""

import unicodedata

import pytest

import cutaway
from cutaway.tokens.languages import counts, languages


def test_every_language_has_the_ten_sentences_and_they_differ() -> None:
    found = languages()
    assert len(found) >= 22
    assert found[0].name == "English"
    assert len({each.code for each in found}) == len({each.name for each in found}) == len(found)
    for each in found:
        assert len(each.sentences) == len(set(each.sentences)) == 10
        assert all(
            unicodedata.is_normalized("NFC", sentence) and sentence.strip() == sentence for sentence in each.sentences
        )
    everything = [sentence for each in found for sentence in each.sentences]
    assert len(set(everything)) == len(everything)


@pytest.mark.parametrize(("code", "script"), [
    ("ru", "CYRILLIC"), ("uk", "CYRILLIC"), ("el", "GREEK"), ("ar", "ARABIC"), ("fa", "ARABIC"), ("he", "HEBREW"), ("hi", "DEVANAGARI"),
    ("bn", "BENGALI"), ("ta", "TAMIL"), ("th", "THAI"), ("zh", "CJK"), ("ko", "HANGUL"), ("am", "ETHIOPIC"), ("vi", "LATIN"),
])  # fmt: skip
def test_a_language_is_written_in_its_script(code: str, script: str) -> None:
    (language,) = (each for each in languages() if each.code == code)
    letters = [c for sentence in language.sentences for c in sentence if unicodedata.category(c) in ("Lo", "Ll", "Lu")]
    assert {unicodedata.name(letter).split()[0] for letter in letters} == {script}


@pytest.mark.parametrize("name", ["gpt2", "o200k"])
def test_counts_are_tiktoken_s(name: str) -> None:
    tokenizer = cutaway.tokenizer(name)
    for language in languages():
        found = counts(tokenizer, language)
        assert found.tokens == [len(tokenizer.backend.encode_ordinary(sentence)) for sentence in language.sentences]
        assert found.unknown == [0] * 10


@pytest.mark.parametrize("name", ["bert", "gemma3", "llama3"])
def test_counts_are_those_of_the_tokenizers_library_without_what_it_puts_around(name: str) -> None:
    tokenizer = cutaway.tokenizer(name)
    for language in languages():
        own = [tokenizer.backend.encode(sentence, add_special_tokens=False) for sentence in language.sentences]
        found = counts(tokenizer, language)
        assert found.tokens == [len(each.ids) for each in own]
        assert found.unknown == [each.tokens.count("[UNK]") for each in own]
