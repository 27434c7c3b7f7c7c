"""Long texts are read piece by piece, and give the tokens that the whole text gives."""

from itertools import pairwise

import pytest

from gradatim.data.language import passage, text
from gradatim.data.language.passage import LONGEST, Passage
from gradatim.data.language.tokenizers import (
    character_tokenizer,
    encode,
    encode_pieces,
    train_bpe,
    train_word_pieces,
)
from gradatim.models.hub.sentencepiece import byte_pair_tokenizer

LINE = "".join(f"The rat  number {i} eats {i * i} crumbs, isn't it? " for i in range(3_000))


def test_pieces_join_to_the_text_and_are_short():
    pieces = list(Passage.whole(LINE + "\n\n  a\r\nb\n" + "x" * 25_000).pieces())
    assert "".join(pieces) == LINE + "\n\n  a\r\nb\n" + "x" * 25_000
    assert max(map(len, pieces)) <= LONGEST


@pytest.mark.parametrize("block", [7, 1000, 10**6])
def test_pieces_do_not_depend_on_how_much_is_read_at_once(monkeypatch, block):
    some = "one\r\ntwo\n\nthree four" + "é" * 40
    monkeypatch.setattr(passage, "BLOCK", block)
    assert list(Passage.whole(some).pieces()) == some.splitlines(keepends=True)


def test_stretches_are_cut_before_lines_and_join_to_the_text(monkeypatch):
    monkeypatch.setattr(passage, "STRETCH", 50)
    some = "The rat eats.\n\nThe python  sleeps.\n  In the maze.\n" * 5 + "x" * 120 + "a b c " * 30
    stretches = list(Passage.whole(some).stretches())
    assert "".join(stretches) == some
    assert max(map(len, stretches)) <= 50
    for before, after in pairwise(stretches[:4]):
        assert before.endswith("\n")
        assert after.startswith("The")


def test_tokens_of_others_are_those_of_the_whole_text():
    """They may reach over line ends, or put a space before whatever they read."""
    some = "The rat eats.\n\n\nThe python  sleeps.\n" * 20
    llama = byte_pair_tokenizer(
        [
            "<unk>",
            "<s>",
            "</s>",
            *(f"<0x{i:02X}>" for i in range(256)),
            "▁",
            *"Theratspyonl.",
            "▁T",
        ],
        [0.0] * 300,
        unknown="<unk>",
        start="<s>",
        specials=["<unk>", "<s>", "</s>"],
    )
    whole = llama.encode(some, add_special_tokens=False).ids
    assert encode_pieces(llama, Passage.whole(some).stretches(), 2).tolist() == whole


@pytest.mark.parametrize("kind", ["characters", "bytes", "words"])
def test_tokens_are_those_of_the_whole_line(kind):
    tokenizer = {
        "characters": lambda: character_tokenizer([LINE]),
        "bytes": lambda: train_bpe([LINE[:20_000]], 400),
        "words": lambda: train_word_pieces([LINE[:20_000]], 300),
    }[kind]()
    whole = tokenizer.encode(LINE, add_special_tokens=False).ids
    assert encode(tokenizer, LINE).tolist() == whole


def test_merges_are_those_of_the_whole_line():
    pieces = Passage.whole(LINE).pieces()
    assert train_bpe(pieces, 400).to_str() == train_bpe([LINE], 400).to_str()


def test_part_of_a_file_is_read_as_its_characters(tmp_path, monkeypatch):
    monkeypatch.setattr(passage, "BLOCK", 10)
    file = tmp_path / "text.txt"
    file.write_bytes("\ufeffzwölf Boxkämpfer\r\njagen Viktor".encode())
    content = "zwölf Boxkämpfer\njagen Viktor"
    for start, stop in ((0, len(content)), (3, 14), (12, 13)):
        part = Passage(file, start, stop)
        assert part.read() == content[start:stop]
        assert part.fingerprint() == Passage.whole(content[start:stop]).fingerprint()


def test_sample_is_spread_over_a_long_text(monkeypatch):
    monkeypatch.setattr(passage, "BLOCK", 100)
    text_of_numbers = "".join(f"{i:04d} " * 20 for i in range(100))
    sample = "".join(Passage.whole(text_of_numbers).sample(1000))
    assert len(sample) == 1000
    assert {"0000", "0050", "0090"} <= set(sample.split())


def test_at_most_two_million_characters_are_held_out(tmp_path, monkeypatch):
    monkeypatch.setattr(text, "MOST_HELD_OUT", 300)
    file = tmp_path / "own.txt"
    file.write_text("The rat eats. " * 1000)
    own = text.load(str(file))
    assert len(own.validation) == len(own.test) == 150
    assert own.train.read() + own.validation.read() + own.test.read() == file.read_text()
