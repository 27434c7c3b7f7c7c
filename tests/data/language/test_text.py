"""Texts: their sizes, the cleaning of the documentation topics, the user's own files."""

from pathlib import Path

import pytest

from gradatim.data.language import text
from gradatim.errors import UserError

TOPIC_3_11 = (
    'The "with" statement\n********************\n\nThe "with" statement is used to wrap the '
    "execution of a block with\nmethods defined by a context manager – see post-\nmortem "
    'debugging’s section below for more.\n\n   with_stmt ::= "with" item ":" suite\n\n'
    "   >>> with a as b:\n   ...     pass\n\nNew in version 3.1: Support for multiple context "
    "expressions was added.\n"
)
TOPIC_NEWER = TOPIC_3_11.replace("–", "--").replace("’", "'").replace("– ", "-- ")


def test_docs_are_english_prose_without_repetition() -> None:
    docs = text.load("docs")
    train, validation = docs.train.read(), docs.validation.read()
    lines = train.splitlines() + validation.splitlines()
    assert 150_000 < len(train) < 400_000
    assert len(train) / 12 < len(validation) < len(train) / 6
    assert len(lines) == len(set(lines))
    assert not [line for line in lines if "::=" in line or "***" in line or ">>>" in line]
    assert sum(word in train for word in ("function", "object", "statement")) == 3
    letters = sum(c.isalpha() or c.isspace() for c in train)
    assert letters > 0.9 * len(train)


def test_a_topic_becomes_whole_paragraphs_of_prose() -> None:
    assert text.clean_topic(TOPIC_3_11) == [
        'The "with" statement is used to wrap the execution of a block with methods defined by a '
        "context manager - see post-mortem debugging's section below for more.",
        "New in version 3.1: Support for multiple context expressions was added.",
    ]


def test_typography_of_other_python_versions_is_leveled() -> None:
    newer = [p.replace("--", "-") for p in text.clean_topic(TOPIC_NEWER)]
    assert newer == text.clean_topic(TOPIC_3_11)


@pytest.mark.usefixtures("data_folder")
def test_shakespeare_has_its_published_size() -> None:
    shakespeare = text.load("shakespeare")
    assert len(shakespeare.train) == 1_003_854
    assert len(shakespeare.validation) == 111_540
    assert len(set(shakespeare.train.read() + shakespeare.validation.read())) == 65


@pytest.mark.usefixtures("data_folder")
def test_wikitext_has_the_published_word_counts() -> None:
    wikitext = text.load("wikitext-2")
    counts = [text.count_words(s) for s in (wikitext.train, wikitext.validation, wikitext.test)]
    assert counts == [2_088_628, 217_646, 245_569]


def test_an_own_file_is_cut_in_order(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_text("Ein Käfig voller Ratten. " * 200, encoding="utf-8")
    own = text.load(str(path))
    parts = [part.read() for part in (own.train, own.validation, own.test)]
    assert "".join(parts) == path.read_text(encoding="utf-8")
    assert [round(len(part) / len("".join(parts)), 2) for part in parts] == [0.9, 0.05, 0.05]
    assert own.name == "own.txt"


def test_mistakes_are_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="did you mean 'shakespeare'"):
        text.load("shakespear")
    short = tmp_path / "short.txt"
    short.write_text("too short")
    with pytest.raises(UserError, match="has 9 characters"):
        text.load(str(short))
    latin = tmp_path / "latin.txt"
    latin.write_bytes(b"caf\xe9 " * 1000)
    with pytest.raises(UserError, match=r"not text in UTF-8 \(byte 3\)"):
        text.load(str(latin))
