"""One's own texts with labels: a table or folders, the same parts every time."""

import pytest

from gradatim.data.language.labeled_texts import load
from gradatim.errors import UserError


def rows(n):
    return [(f"text number {i}", "ab"[i % 2]) for i in range(n)]


def table(path, separator=",", n=40):
    lines = [separator.join(row) for row in [("Text", "label"), *rows(n)]]
    path.write_text("\n".join(lines), "utf-8-sig")
    return path


def test_a_table_and_folders_give_the_same_texts(tmp_path):
    for i, (text, label) in enumerate(rows(40)):
        (tmp_path / "texts" / label).mkdir(parents=True, exist_ok=True)
        (tmp_path / "texts" / label / f"{i}.txt").write_text(text)
    (tmp_path / "texts" / "a" / ".hidden.txt").write_text("not this")
    found = [load(tmp_path / "texts"), load(table(tmp_path / "t.csv"))]
    found.append(load(table(tmp_path / "semicolon.csv", ";")))
    assert found[0].classes == ("a", "b")
    assert found[0].parts == found[1].parts == found[2].parts
    sizes = {name: len(part) for name, part in found[0].parts.items()}
    assert sizes == {"train": 28, "validation": 4, "test": 8}
    every = [text for part in found[0].parts.values() for text, _ in part]
    assert sorted(every) == sorted(text for text, _ in rows(40))


def test_a_text_that_is_there_twice_is_in_one_part_only(tmp_path):
    lines = ["text,label", *[",".join(row) for row in rows(40) * 2]]
    (tmp_path / "t.csv").write_text("\n".join(lines))
    parts = load(tmp_path / "t.csv").parts
    assert sum(map(len, parts.values())) == 40


def test_other_texts_have_another_checksum(tmp_path):
    first = load(table(tmp_path / "a.csv")).fingerprints()
    other = load(table(tmp_path / "b.csv", n=42)).fingerprints()
    assert first.keys() == other.keys() == {"training text", "test text"}
    assert first["training text"] != other["training text"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"text,label\nx,a\ny,b\n", "has too few texts with a class .2.: at least 20 are needed"),
        (
            b"words,class\nx,a\n",
            "columns words, class: name one text, and the one of the classes label",
        ),
    ],
)
def test_what_cannot_be_learned_from_is_one_sentence(tmp_path, content, words):
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(UserError, match=words):
        load(tmp_path / "t.csv")
    with pytest.raises(UserError, match="neither a CSV file nor a folder"):
        load(tmp_path / "gone")


def test_texts_of_windows_are_read_and_a_file_that_is_no_text_is_named(tmp_path):
    for label in "ab":
        (tmp_path / "texts" / label).mkdir(parents=True)
        for i in range(12):
            (tmp_path / "texts" / label / f"{i}.txt").write_bytes(
                f"caf\xe9 {label} {i}".encode("cp1252")
            )
    (tmp_path / "texts" / "a" / "image.txt").write_bytes(b"\0\1\2")
    with pytest.warns(UserWarning, match=r"1 of 25 texts are left out: .*image\.txt is not text"):
        parts = load(tmp_path / "texts").parts
    assert {text[:4] for part in parts.values() for text, _ in part} == {"café"}


def test_texts_in_several_splits_and_rows_without_a_class_are_told(tmp_path):
    lines = [f"text {i % 30},{'ab'[i % 2]},{'test' if i > 29 else 'train'}" for i in range(33)]
    lines += ["text,NA,train", "text 2,b,train"]
    (tmp_path / "t.csv").write_text("\n".join(["text,label,split", *lines]))
    with pytest.warns(UserWarning, match="several") as told:
        load(tmp_path / "t.csv")
    said = " ".join(str(warning.message) for warning in told)
    assert "3 texts are there with several splits" in said
    assert "1 text is there with several classes" in said
    assert "without a class ('NA') is left out" in said


def test_words_of_a_split_are_those_of_every_other_table(tmp_path):
    lines = [f"text {i},{'ab'[i % 2]},fold{i % 5}" for i in range(40)]
    (tmp_path / "t.csv").write_text("\n".join(["text,label,split", *lines]))
    with pytest.raises(UserError, match="has 'fold0': write train, validation or test"):
        load(tmp_path / "t.csv")
