"""Error messages end with the word that was probably meant, or with all that are allowed."""

import pytest
from tokenizers import Tokenizer, models

from gradatim.errors import UserError, closest, encoded, encoded_batch, excerpt, nearest

# It names a token for unknown words that it does not have.
INCOMPLETE = Tokenizer(models.WordPiece({"a": 0}, unk_token="[UNK]"))
OPTIONS = [
    *("alternating_flip", "color_jitter", "flip", "seed", "batch_norm", "batch_size", "threads"),
    *("learning_rate", "weight_decay", "epochs", "steps", "hidden", "out", "device", "devices"),
    *("temperature", "evaluate_every", "n_layers", "shift"),
]


def test_a_short_text_is_quoted_whole_and_of_a_long_one_the_beginning():
    assert excerpt("a seven") == "'a seven'"
    assert excerpt("seven " * 500) == f"'{'seven ' * 10}...'"


def test_a_near_word_is_suggested_and_a_far_one_gets_the_list():
    assert nearest("imagnet", ["cifar", "imagenet"]) == "did you mean 'imagenet'?"
    assert nearest("xyz", ["cifar", "imagenet"]) == "allowed: cifar, imagenet."


@pytest.mark.parametrize(
    ("name", "word"),
    {
        "lr": "learning_rate",
        "wd": "weight_decay",
        "bs": "batch_size",
        "batch": "batch_size",
        "epoch": "epochs",
        "num-epochs": "epochs",
        "max_steps": "steps",
        "hidden-size": "hidden",
        "output": "out",
        "GPU": "device",
        "gpus": "devices",
        "num_workers": "threads",
        "temp": "temperature",
        "random-seed": "seed",
        "eval_interval": "evaluate_every",
        "learnig_rate": "learning_rate",
        "layers": "n_layers",
        "l": None,
        "gamma": None,
        "color": "color_jitter",
        "": None,
    }.items(),
)
def test_what_is_meant_is_found_by_meaning_and_nothing_else_is_suggested(name, word):
    assert closest(name, OPTIONS) == word


def test_a_users_mistake_is_a_wrong_value_for_those_who_catch_those():
    assert issubclass(UserError, ValueError)


def test_a_tokenizer_that_lacks_its_unknown_token_is_named() -> None:
    assert encoded(INCOMPLETE, "a").ids == [0]
    with pytest.raises(UserError, match=r"cannot cut 'zebra'.*damaged or incomplete"):
        encoded(INCOMPLETE, "zebra")


def test_of_many_texts_the_one_that_cannot_be_cut_is_named() -> None:
    assert [e.ids for e in encoded_batch(INCOMPLETE, ["a", "a"])] == [[0], [0]]
    with pytest.raises(UserError, match="cannot cut 'zebra'"):
        encoded_batch(INCOMPLETE, ["a", "zebra", "a"])
