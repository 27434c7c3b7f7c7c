"""SentencePiece files: byte pairs as llama2.c, unigrams with the numbers of CamemBERT."""

import json
import shutil
import struct
from pathlib import Path

import pytest

from gradatim.data.download import local_copy
from gradatim.errors import UserError
from gradatim.models.hub import llama2c, sentencepiece
from gradatim.models.hub.tokenizer_files import read_tokenizer

FOLDER = Path(__file__).with_name("stored")  # small files, and what their library makes of lines
STORED = json.loads((FOLDER / "sentencepiece.json").read_text("utf-8"))
LINES = [
    "How are you doing today?",
    "L'élève n'a pas 12 345 crêpes… ☃ déjà-vu",
    "  two  spaces\tand a tab\nand a line.\n\n",
    "it's I'LL don't 3.14 <mask> [MASK] naïve",
]


def getter(folder):
    return lambda file: folder / file if (folder / file).is_file() else None


def field(number, value):
    """One field of a protocol buffer."""

    def integer(n):
        return bytes([n]) if n < 128 else bytes([n & 127 | 128]) + integer(n >> 7)

    if isinstance(value, float):
        return integer(number << 3 | 5) + struct.pack("<f", value)
    if isinstance(value, int):
        return integer(number << 3) + integer(value)
    content = value.encode() if isinstance(value, str) else value
    return integer(number << 3 | 2) + integer(len(content)) + content


def spm(pieces, model_type, kinds):
    tokens = [
        field(1, field(1, piece) + field(2, score) + field(3, kinds.get(piece, 1)))
        for piece, score in pieces
    ]
    return b"".join(tokens) + field(2, field(3, model_type)) + field(3, field(3, 1) + field(4, 0))


@pytest.mark.parametrize("kind", STORED["numbers"])
def test_texts_are_cut_as_the_library_cuts_them_that_wrote_the_file(kind, tmp_path):
    shutil.copy(FOLDER / f"{kind}.model", tmp_path / "tokenizer.model")
    ours = read_tokenizer("here", "llama", getter(tmp_path), {})
    for line, numbers in STORED["numbers"][kind].items():
        assert ours.encode(line, add_special_tokens=False).ids == numbers, line


def test_a_special_token_that_is_typed_is_that_token(tmp_path):
    """As in the transformers library; SentencePiece itself would spell it out."""
    shutil.copy(FOLDER / "byte_pairs.model", tmp_path / "tokenizer.model")
    ours = read_tokenizer("here", "llama", getter(tmp_path), {})
    assert ours.encode("</s>").ids == [1, 2]


def test_a_sentencepiece_file_of_byte_pairs_cuts_as_llama_2_c(tmp_path):
    path = local_copy("stories260k", "tok512.bin")
    if path is None:
        pytest.skip("stories260k is not on this machine")
    pieces, scores = llama2c.read_pieces(path, 512)
    kinds = {"<unk>": 2, "<s>": 3, "</s>": 3, **{f"<0x{i:02X}>": 6 for i in range(256)}}
    content = spm(list(zip(pieces, scores, strict=True)), 2, kinds)
    (tmp_path / "tokenizer.model").write_bytes(content)
    ours = read_tokenizer("here", "llama", getter(tmp_path), {})
    expected = sentencepiece.byte_pair_tokenizer(
        pieces, scores, unknown="<unk>", start="<s>", specials=["<unk>", "<s>", "</s>"]
    )
    for line in LINES:
        assert ours.encode(line).ids == expected.encode(line).ids
    (tmp_path / "tokenizer.model").write_bytes(content[: len(content) // 2 + 1])
    with pytest.raises(UserError, match="not a SentencePiece file, or it is damaged"):
        read_tokenizer("here", "llama", getter(tmp_path), {})


def test_a_sentencepiece_file_of_unigrams_has_the_numbers_of_camembert(tmp_path):
    words = ["▁le", "▁chat", "▁", "l", "e", "c", "h", "a", "t", "s"]
    pieces = [("<unk>", 0.0), ("<s>", 0.0), ("</s>", 0.0)]
    pieces += [(word, -1.0 - i) for i, word in enumerate(words)]
    content = spm(pieces, 1, {"<unk>": 2, "<s>": 3, "</s>": 3})
    (tmp_path / "sentencepiece.bpe.model").write_bytes(content)
    ours = read_tokenizer("here", "camembert", getter(tmp_path), {"mask_token": "<mask>"})
    assert ours.encode("le chat <mask>").ids == [5, 7, 8, 4 + len(pieces), 6]
    # <s> and </s> are pieces 1 and 2 behind four tokens of its own; <mask> is the last one.
    assert ours.encode("le chat").ids == [5, 7, 8, 6]
    assert ours.token_to_id("<mask>") == 4 + len(pieces)
