"""Damaged tables of characters: refused, where the tokenizers library would end the program."""

import json
import random
import shutil
from pathlib import Path

import pytest
from tokenizers import Tokenizer, models, normalizers

from gradatim.errors import UserError
from gradatim.models.hub import sentencepiece
from gradatim.models.hub.character_table import leads_nowhere_else, require_whole_tables
from gradatim.models.hub.tokenizer_files import read_tokenizer

FILE = Path(__file__).parent / "stored" / "unigrams.model"
TABLE = sentencepiece.read(FILE).characters
TEXT = "".join(map(chr, range(1, 0x180))) + "ﬁ…☃１２ａ①㍿"


def test_a_table_that_was_published_is_read():
    assert leads_nowhere_else(TABLE)


def test_no_table_that_passes_ends_the_program():
    passed = 0
    for case in range(300):
        draw = random.Random(case)
        damaged = bytearray(TABLE)
        for _ in range(draw.choice((1, 2, 5))):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        if leads_nowhere_else(bytes(damaged)):
            normalizers.Precompiled(bytes(damaged)).normalize_str(TEXT)
            passed += 1
    assert 0 < passed < 300


@pytest.mark.parametrize("table", [b"", TABLE[:3], TABLE[:500], b"\xff" * 8, bytes(4) + TABLE[4:]])
def test_a_table_that_ends_early_is_no_table(table):
    assert not leads_nowhere_else(table)


def damaged_table():
    return next(
        table
        for place in range(4, len(TABLE))
        if not leads_nowhere_else(table := TABLE[:place] + b"\xff" + TABLE[place + 1 :])
        and can_be_made(table)
    )


def can_be_made(table):
    try:
        normalizers.Precompiled(table)
    except Exception:
        return False
    return True


def test_a_damaged_table_is_refused_in_a_sentencepiece_file(tmp_path):
    content = FILE.read_bytes()
    (tmp_path / "sentencepiece.bpe.model").write_bytes(content.replace(TABLE, damaged_table()))
    with pytest.raises(UserError, match="by which its tokenizer replaces characters is damaged"):
        read_tokenizer("here", "camembert", lambda file: existing(tmp_path / file), {})
    shutil.copy(FILE, tmp_path / "sentencepiece.bpe.model")
    assert read_tokenizer("here", "camembert", lambda file: existing(tmp_path / file), {})


def existing(path):
    return path if path.is_file() else None


def test_a_damaged_table_is_refused_in_a_part_of_a_tokenizer_json():
    tokenizer = Tokenizer(models.BPE({"a": 0}, []))
    steps = [normalizers.Lowercase(), normalizers.Precompiled(damaged_table())]
    tokenizer.normalizer = normalizers.Sequence(steps)
    again = Tokenizer.from_str(json.dumps(json.loads(tokenizer.to_str())))
    with pytest.raises(UserError, match="download the file again"):
        require_whole_tables(again)
