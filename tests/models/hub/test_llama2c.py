"""The format of llama2.c: its author's text, token for token, and files that are something else."""

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest

from gradatim.data.download import fetch
from gradatim.errors import UserError
from gradatim.models.hub import llama2c
from gradatim.models.language.sampling import Sampling, generate

DATA = Path(os.environ.get("GRADATIM_DATA", "data"))
CARD = DATA / "stories260k" / "stories260K.md"
pytestmark = pytest.mark.skipif(not CARD.is_file(), reason="GRADATIM_DATA has no stories260k")
WEIGHTS, TOKENIZER = "stories260K.bin", "tok512.bin"


@pytest.fixture(scope="module")
def stories():
    return llama2c.load(fetch("stories260k", WEIGHTS), fetch("stories260k", TOKENIZER))


def test_the_author_s_text_is_written_token_for_token(stories):
    text = CARD.read_text().split("-t 0.0\n")[1].split("\n```")[0]
    expected = stories.tokenizer.encode(text).ids
    assert expected[0] == 1
    written = generate(stories.model, [1], 256, context=512, sampling=Sampling(temperature=0))
    assert list(written) == expected[1:]
    assert stories.tokenizer.decode(expected) == text
    assert sum(p.numel() for p in stories.model.parameters()) == 260_032


def merged(text, pieces, scores):
    """llama2.c's own way: characters, then again and again the leftmost best-scored pair."""
    number = {piece: i for i, piece in enumerate(pieces)}
    tokens = []
    for character in "▁" + text.replace(" ", "▁"):
        known = number.get(character)
        tokens += [byte + 3 for byte in character.encode()] if known is None else [known]
    while True:
        joined = [number.get(pieces[a] + pieces[b]) for a, b in pairwise(tokens)]
        best = max(
            (i for i, n in enumerate(joined) if n), key=lambda i: scores[joined[i]], default=-1
        )
        if best < 0:
            return tokens
        tokens[best : best + 2] = [joined[best]]


def test_texts_are_cut_as_the_algorithm_says(stories):
    pieces, scores = llama2c.read_pieces(fetch("stories260k", TOKENIZER), 512)
    text = (DATA / "tinystories" / "TinyStories-valid.head.txt").read_text()[:6_000]
    lines = [*re.split(r"\n|(?<=[.,]) ", text), "Élodie mange 2 crêpes ☃.", " two  spaces", "a"]
    for line in filter(None, lines):
        assert stories.tokenizer.encode(line).ids == [1, *merged(line, pieces, scores)]
        assert stories.tokenizer.decode(stories.tokenizer.encode(line).ids) == line


def test_other_files_are_refused(tmp_path):
    whole = fetch("stories260k", WEIGHTS).read_bytes()
    for content in (b"", b"no model at all" * 3, whole[:-4], whole + b"1234"):
        (tmp_path / "model.bin").write_bytes(content)
        with pytest.raises(UserError, match=r"is not a model in the format of llama2\.c") as caught:
            llama2c.read_weights(tmp_path / "model.bin")
        assert "\n" not in str(caught.value)
    (tmp_path / "tokens.bin").write_bytes(fetch("stories260k", TOKENIZER).read_bytes()[:-1])
    with pytest.raises(UserError, match=r"not a tokenizer of llama2\.c with 512 tokens"):
        llama2c.read_pieces(tmp_path / "tokens.bin", 512)
