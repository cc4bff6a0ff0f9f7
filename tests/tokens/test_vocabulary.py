"""What is said of every token of a vocabulary, against tiktoken, the tokenizers library and plain loops."""

import itertools
import math
import random
import unicodedata
from collections import Counter

import pytest
import regex
import tiktoken

import cutaway
from cutaway.tokens.tokenizer import Tokenizer
from cutaway.tokens.training.train_bpe import train_bpe
from cutaway.tokens.vocabulary import Query, Vocabulary, vocabulary_of
from cutaway.tokens.vocabulary.kinds import KINDS
from cutaway.tokens.vocabulary.reach import REACHES
from cutaway.tokens.vocabulary.search import LENGTHS, BadSearch, search

pytestmark = pytest.mark.slow

NAMES = ("gpt2", "cl100k", "bert", "llama3")
WHOLE = ("gpt2", "cl100k")


@pytest.fixture(scope="module", params=NAMES)
def vocabulary(request: pytest.FixtureRequest) -> Vocabulary:
    return vocabulary_of(cutaway.tokenizer(request.param))


@pytest.fixture(scope="module", params=WHOLE)
def ranked(request: pytest.FixtureRequest) -> tuple[Vocabulary, tiktoken.Encoding]:
    tokenizer = cutaway.tokenizer(request.param)
    return vocabulary_of(tokenizer), tokenizer.backend


def reach(vocabulary: Vocabulary, row: int) -> str:
    return REACHES[vocabulary.reach[row]]


def halves(piece: bytes, ranks: dict[bytes, int]) -> list[bytes]:
    """A token's bytes merged by the ranks below its own, until two parts are left or none can be merged."""
    parts = [bytes([byte]) for byte in piece]
    while len(parts) > 2:
        options = [(ranks.get(a + b, len(ranks)), at) for at, (a, b) in enumerate(itertools.pairwise(parts))]
        rank, at = min(options)
        if rank >= ranks[piece]:
            break
        parts[at : at + 2] = [parts[at] + parts[at + 1]]
    return parts


def test_every_token_is_in_the_table_with_its_own_bytes(ranked: tuple[Vocabulary, tiktoken.Encoding]) -> None:
    vocabulary, encoding = ranked
    assert len(vocabulary) == len({*encoding.token_byte_values()} | {t.encode() for t in encoding.special_tokens_set})
    for row in range(0, len(vocabulary), 7):
        assert vocabulary.bytes[row] == encoding.decode_single_token_bytes(int(vocabulary.ids[row]))


def test_the_merge_that_made_a_token_is_the_one_that_lower_ranks_leave(
    ranked: tuple[Vocabulary, tiktoken.Encoding],
) -> None:
    vocabulary, encoding = ranked
    ranks = encoding._mergeable_ranks
    merges = vocabulary.merges
    for row in random.Random(7).sample(range(len(vocabulary)), 4000):
        piece = vocabulary.bytes[row]
        if len(piece) < 2 or piece not in ranks:
            assert merges.rank[row] == -1
            continue
        parts = halves(piece, ranks)
        assert parts == [vocabulary.bytes[merges.left[row]], vocabulary.bytes[merges.right[row]]]
        assert merges.rank[row] == ranks[piece]


def test_merges_of_a_listed_vocabulary_are_those_of_its_list() -> None:
    """A vocabulary that was trained here: its n-th merge made its n-th token after the single bytes."""
    trained = train_bpe("the cat sat on the mat, and the rat sat on the cat. " * 20, 300)
    vocabulary = vocabulary_of(Tokenizer(trained.tokenizer))
    merges = vocabulary.merges
    listed = [made for made in range(len(vocabulary)) if merges.rank[made] >= 0]
    assert len(listed) == len(vocabulary) - 256
    for row in listed:
        assert vocabulary.bytes[merges.left[row]] + vocabulary.bytes[merges.right[row]] == vocabulary.bytes[row]


def test_a_token_is_a_part_of_those_whose_merge_has_it(ranked: tuple[Vocabulary, tiktoken.Encoding]) -> None:
    vocabulary, _ = ranked
    merges = vocabulary.merges
    members: dict[int, set[int]] = {}
    for row, pair in enumerate(zip(merges.left.tolist(), merges.right.tolist(), strict=True)):
        for part in pair:
            members.setdefault(part, set()).add(row)
    for row in range(0, len(vocabulary), 997):
        assert {*vocabulary.part_of(row).tolist()} == members.get(row, set())


def test_what_comes_out_alone_is_what_tiktoken_encodes_as_itself(
    ranked: tuple[Vocabulary, tiktoken.Encoding],
) -> None:
    vocabulary, encoding = ranked
    for row, id in enumerate(vocabulary.ids.tolist()):
        said = reach(vocabulary, row)
        if said == "special":
            assert id in {encoding.encode_single_token(token) for token in encoding.special_tokens_set}
            continue
        try:
            text = vocabulary.bytes[row].decode()
        except UnicodeDecodeError:
            assert said in ("part", "never")
            continue
        assert (said == "alone") == (encoding.encode_ordinary(text) == [id])


def test_a_text_that_is_said_to_give_a_token_gives_it(vocabulary: Vocabulary) -> None:
    beside = [row for row in range(len(vocabulary)) if reach(vocabulary, row) == "beside"]
    assert {*beside} == {*vocabulary.witness}
    for row in beside:
        [encoding] = vocabulary.library.each([vocabulary.witness[row]])
        assert int(vocabulary.ids[row]) in encoding


def test_what_is_proved_never_to_come_does_not_come_from_many_texts(vocabulary: Vocabulary) -> None:
    """Random bytes in any order, read as text, and characters of every plane."""
    never = {int(vocabulary.ids[row]) for row in vocabulary.why}
    chance = random.Random(3)
    texts = [bytes(chance.choices(range(256), k=400)).decode("utf-8", "ignore") for _ in range(200)]
    texts += ["".join(chr(c) for c in range(at, at + 512) if not 0xD800 <= c < 0xE000) for at in range(0, 0x11000, 512)]
    pieces = [text for text in vocabulary.texts if "\ufffd" not in text]
    texts += ["".join(chance.choices(pieces, k=60)) for _ in range(300)]
    seen = {id for ids in vocabulary.library.each(texts) for id in ids}
    assert not seen & never


def test_bytes_that_utf8_does_not_have_are_never_given(ranked: tuple[Vocabulary, tiktoken.Encoding]) -> None:
    vocabulary, _ = ranked
    never = {vocabulary.bytes[row] for row, why in vocabulary.why.items() if why == "bytes"}
    assert {bytes([byte]) for byte in (0xC0, 0xC1, *range(0xF5, 0x100))} == {
        piece for piece in never if len(piece) == 1
    }


def test_a_token_that_its_list_does_not_merge_is_never_given() -> None:
    import tokenizers

    own = tokenizers.Tokenizer(
        tokenizers.models.BPE(
            vocab={"a": 0, "b": 1, "c": 2, "ab": 3, "bc": 4, "abc": 5}, merges=[("b", "c"), ("a", "b")]
        )
    )
    vocabulary = vocabulary_of(Tokenizer(own))
    assert reach(vocabulary, 5) == "never" and vocabulary.why == {5: "merges"}
    texts = ["".join(letters) for n in range(1, 7) for letters in itertools.product("abc", repeat=n)]
    assert 5 not in {id for ids in vocabulary.library.each(texts) for id in ids}
    assert reach(vocabulary, 3) == "alone"


def test_counts_by_kind_script_and_length_each_sum_to_the_size(vocabulary: Vocabulary) -> None:
    found = search(vocabulary, Query())
    for counts in (found.kinds, found.scripts, found.reaches, found.lengths):
        assert int(counts.sum()) == len(vocabulary) == len(found.rows)
    loop = Counter(zip(vocabulary.script.tolist(), map(len, vocabulary.texts), strict=True))
    for script, name in enumerate(vocabulary.scripts):
        for at, (least, most) in enumerate(LENGTHS):
            among = sum(
                n
                for (s, size), n in loop.items()
                if s == script and least <= size <= (math.inf if most is None else most)
            )
            assert found.lengths[script, at] == among, name


def test_a_script_is_that_of_the_names_of_its_characters(vocabulary: Vocabulary) -> None:
    """Unicode names letters by their script, in almost all scripts."""
    words = {
        "Cyrillic": "CYRILLIC",
        "Greek": "GREEK",
        "Hangul": "HANGUL",
        "Thai": "THAI",
        "Hebrew": "HEBREW",
        "Han": "CJK",
    }
    checked = 0
    for row, text in enumerate(vocabulary.texts):
        word = words.get(vocabulary.scripts[vocabulary.script[row]])
        if word:
            checked += 1
            letters = [c for c in text if unicodedata.category(c) in ("Ll", "Lu", "Lo")]
            assert all(word in unicodedata.name(c) or c in "µ々〆〇〻" for c in letters), text
    assert checked


def test_a_search_finds_what_a_plain_loop_finds(vocabulary: Vocabulary) -> None:
    scripts, texts = vocabulary.scripts, vocabulary.texts
    expression = regex.compile(r"^ ?\p{Lu}\p{Ll}+$")
    claims = {
        Query(what="ing"): lambda row: "ing" in texts[row],
        Query(what="e2 80", how="bytes"): lambda row: b"\xe2\x80" in vocabulary.bytes[row],
        Query(what=expression.pattern, how="regex"): lambda row: bool(expression.search(texts[row])),
        Query(ids=(300, 999), characters=(3, None)): lambda row: (
            300 <= vocabulary.ids[row] <= 999 and len(texts[row]) > 2
        ),
        Query(scripts=frozenset({"Cyrillic", "Greek"})): lambda row: (
            scripts[vocabulary.script[row]] in ("Cyrillic", "Greek")
        ),
        Query(kinds=frozenset({"number"})): lambda row: bool(regex.fullmatch(r" ?\p{N}+", texts[row])),
    }
    for query, holds in claims.items():
        expected = [row for row in range(len(vocabulary)) if holds(row)]
        assert search(vocabulary, query).rows.tolist() == expected, query


def test_the_longest_come_first_and_equals_by_id(vocabulary: Vocabulary) -> None:
    rows = search(vocabulary, Query(kinds=frozenset({"letters"}), sort="longest")).rows.tolist()
    assert rows == sorted(rows, key=lambda row: (-len(vocabulary.texts[row]), row))


def test_a_count_beside_a_choice_is_what_choosing_it_finds(vocabulary: Vocabulary) -> None:
    found = search(vocabulary, Query(what="a", scripts=frozenset({"Latin"})))
    for kind, count in zip(KINDS, found.kinds.tolist(), strict=True):
        query = Query(what="a", scripts=frozenset({"Latin"}), kinds=frozenset({kind}))
        assert len(search(vocabulary, query).rows) == count


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (Query(what="(a", how="regex"), r"can't be read: missing \)"),
        (Query(what="^(?:-|--)+[a-z]$", how="regex"), "took longer than 2 s"),
        (Query(what="((a{999}){999}){999}", how="regex"), "was stopped"),
        (Query(what="(?:" + "(?:ab|cd)" * 20 + "){10000}", how="regex"), "made the engine crash"),
        (Query(what="(?x)(?:ab|cd){3 0 0 0 0 0}", how="regex"), "made the engine crash"),
        (Query(what="(" * 500, how="regex"), "too large"),
        (Query(what="e2 8", how="bytes"), "not bytes in hexadecimal"),
        (Query(what="a" * 2000), "2,000 characters"),
    ],
)
def test_a_search_that_can_not_be_says_why(query: Query, says: str) -> None:
    with pytest.raises(BadSearch, match=says):
        search(vocabulary_of(cutaway.tokenizer("cl100k")), query)
