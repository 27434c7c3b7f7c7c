"""SentencePiece files against SentencePiece, llama2.c and version 4 of the transformers library."""

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
CLASSES = json.loads((FOLDER / "sentencepiece_classes.json").read_text("utf-8"))["cases"]
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
    normalizer = field(3, field(3, 1) + field(4, int(model_type == 1)))
    return b"".join(tokens) + field(2, field(3, model_type)) + normalizer


@pytest.mark.parametrize("kind", STORED["numbers"])
def test_texts_are_cut_as_the_library_cuts_them_that_wrote_the_file(kind, tmp_path):
    shutil.copy(FOLDER / f"{kind}.model", tmp_path / "tokenizer.model")
    settings = {"add_prefix_space": False} if kind == "byte_pairs_without_prefix" else {}
    ours = read_tokenizer("here", "llama", getter(tmp_path), settings)
    for line, numbers in STORED["numbers"][kind].items():
        assert ours.encode(line, add_special_tokens=False).ids == numbers, line


@pytest.mark.parametrize("case", CLASSES, ids=lambda case: f"{case['kind']}-{case['settings']}")
def test_settings_are_obeyed_as_the_transformers_library_did(case, tmp_path):
    """In version 4; some files have words of their own, some no rules for what precedes."""
    shutil.copy(FOLDER / f"{case['file']}.model", tmp_path / "tokenizer.model")
    ours = read_tokenizer("here", case["kind"], getter(tmp_path), case["settings"])
    for line, numbers in case["numbers"].items():
        assert ours.encode(line).ids == numbers, line


@pytest.mark.parametrize(
    ("file", "kind", "settings", "cause"),
    [
        ("byte_pairs_normalized", "llama", {}, "replaces characters before a text is cut"),
        ("unigrams", "mistral", {}, "replaces characters"),
        ("gemma", "llama", {"add_prefix_space": False}, "reads several spaces as one"),
        ("byte_pairs_without_prefix", "llama", {}, "puts no space before a text"),
        ("byte_pairs", "llama", {"add_prefix_space": False}, "puts a space before a text"),
        ("byte_pairs", "gemma3_text", {}, "put <bos> around a text"),
        ("byte_pairs", "camembert", {}, "merges pairs"),
        ("unigrams_with_bytes", "xlm-roberta", {}, "falls back to bytes"),
        ("unigrams", "camembert", {"add_prefix_space": False}, "puts a space before a text"),
        ("byte_pairs", "gpt2", {}, "file of a checkpoint of type gpt2, and such files are read"),
        ("byte_pairs", "llama", {"tokenizer_class": "T5Tokenizer"}, "file of T5Tokenizer, and"),
        (
            "llama",
            "llama",
            {"bos_token": {"content": "<s>", "rstrip": True}},
            "gives <s> of the SentencePiece file the option rstrip",
        ),
    ],
)
def test_a_file_that_its_class_does_not_obey_is_refused(file, kind, settings, cause, tmp_path):
    shutil.copy(FOLDER / f"{file}.model", tmp_path / "tokenizer.model")
    with pytest.raises(UserError, match=cause) as caught:
        read_tokenizer("here", kind, getter(tmp_path), settings)
    assert "write a tokenizer.json with the transformers library" in str(caught.value)


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
