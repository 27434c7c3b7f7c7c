"""Wrong words of a command line: each is one sentence that says what to give."""

import pytest


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("train", "digits-mlp", "--epochs"), "--epochs has no value: give"),
        (("train", "digits-mlp", "--batch-size", "1.5"), "--batch-size is '1.5': give a whole"),
        (("train", "digits-mlp", "--seed", "1", "--seed", "2"), "--seed is given twice"),
        (("train", "digits-mlp", "--epoch", "1"), "did you mean --epochs?"),
        (("train", "digits-mlp", "--optimizer", "adam"), "did you mean 'adamw'"),
        (("predict",), "gradatim predict needs RUN"),
        (("pyrat", "wach", "greedy", "random"), "gradatim pyrat has no command 'wach': did you"),
        (("train", "digits-mlp", "--n-head", "3"), "no option --n-head: see gradatim train"),
        (("train", "digits-mlp", "--label-smoothing", "1"), "give a number from 0 to below 1"),
        (("report", "--nonsense"), "gradatim report has no option --nonsense"),
    ],
)
def test_a_wrong_word_is_named_with_what_is_allowed(fails, words, sentence):
    assert sentence in fails(*words)
