"""A changed byte is noticed in every kind of file that carries a checksum."""

import json

import pytest
import torch

from gradatim.checksums import (
    is_intact,
    line_is_intact,
    line_with_checksum,
    read_shipped,
    save_tensors,
    tensors_are_intact,
    text_digest,
    with_checksum,
)
from gradatim.errors import UserError


def test_an_object_is_intact_whatever_its_spaces_and_the_order_of_its_keys():
    values = with_checksum({"a": 1, "b": [0.5, None]})
    shuffled = json.loads(json.dumps(dict(reversed(values.items())), indent=4))
    assert is_intact(shuffled)
    assert not is_intact({**values, "a": 2})
    assert is_intact({"a": 1}), "one without a checksum is taken as it is"


def test_a_line_of_metrics_knows_its_own_change():
    line = line_with_checksum({"step": 3, "loss": 0.25})
    assert line_is_intact(json.loads(line))
    assert not line_is_intact(json.loads(line.replace("0.25", "0.35")))
    assert line_is_intact({"step": 3})


def test_line_ends_do_not_count_in_a_text():
    assert text_digest(b"one\r\ntwo") == text_digest(b"one\ntwo")
    assert text_digest(b"one two") != text_digest(b"one\ntwo")


@pytest.mark.parametrize("place", [-1, 20], ids=["in the weights", "in the header"])
def test_a_flipped_bit_of_the_weights_is_noticed(tmp_path, place):
    file = tmp_path / "model.safetensors"
    save_tensors({"weight": torch.arange(12.0)}, file, {"note": "kept"})
    assert tensors_are_intact(file)
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    assert not tensors_are_intact(file)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda f: (f / "card.json").write_text('{"sizes": 5, "sha256": "0"}'), "of its card"),
        (lambda f: (f / "card.json").write_text("{"), "cannot be read"),
        (lambda f: (f / "model.safetensors").unlink(), "install gradatim again"),
        (lambda f: (f / "model.safetensors").write_bytes(b"no tensors"), "cannot be read"),
    ],
)
def test_a_model_that_ships_is_read_whole_or_refused(tmp_path, damage, words):
    (tmp_path / "card.json").write_text(json.dumps(with_checksum({"sizes": 4})))
    save_tensors({"weight": torch.arange(4.0)}, tmp_path / "model.safetensors")
    card, weights = read_shipped(tmp_path)
    assert card["sizes"] == len(weights["weight"]) == 4
    damage(tmp_path)
    with pytest.raises(UserError, match=words):
        read_shipped(tmp_path)
