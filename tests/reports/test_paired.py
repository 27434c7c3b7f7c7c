"""Two classifiers on the same test examples: who is better, and whether that is luck."""

import numpy as np

import gradatim
from gradatim.reports.paired import error_sentence, paired_sentences, sentence


def test_the_better_one_is_named_whichever_comes_first():
    right = np.arange(200) < 180
    wrong = np.arange(200) < 140
    for found in (sentence("a", right, "b", wrong), sentence("b", wrong, "a", right)):
        assert found.startswith("a is right on 20.00 points more than b of the same 200 ")
        assert found.endswith("more than chance.")


def test_a_difference_of_few_examples_may_be_chance():
    one, other = np.arange(100) < 90, np.arange(100) < 88
    found = sentence("a", one, "b", other)
    assert "p = 0.5)" in found  # two examples of one side: 2 x 1 / 4
    assert found.endswith("which may be chance.")


def test_equally_many_right_answers_have_no_winner():
    one, other = np.arange(100) < 90, np.arange(100) >= 10
    assert sentence("a", one, "b", other) == (
        "a and b are right on as many of the same 100 test examples."
    )


def test_errors_of_a_quantity_are_compared_in_pairs():
    rng = np.random.default_rng(0)
    hard = rng.exponential(10, 300)  # rows differ much more than the two networks do
    one, other = hard + 0.5, hard + rng.normal(1, 0.2, 300)
    found = error_sentence("a", one, "b", other)
    assert found.startswith("a is off by 0.4")
    assert "p = 0.0001)" in found
    assert found.endswith("more than chance.")
    found = error_sentence("a", one, "b", one[::-1].copy() + 0.01)
    assert found.endswith("which may be chance.")
    assert "as far off" in error_sentence("a", one, "b", one)


def test_runs_on_a_table_with_a_quantity_are_compared(tmp_path):
    rng = np.random.default_rng(0)
    x = rng.normal(size=200)
    lines = [f"{a:.4f},{20 + 3 * a + b:.4f}" for a, b in zip(x, rng.normal(size=200), strict=True)]
    (tmp_path / "table.csv").write_text("\n".join(["a,price", *lines]))
    options = {"data": str(tmp_path / "table.csv"), "target": "price", "show": False}
    short, long = (
        gradatim.train("table-mlp", out=tmp_path / str(n), steps=n, **options) for n in (1, 150)
    )
    [found] = paired_sentences({"short": short, "long": long})
    assert found.startswith("long is off by ")
    assert found.endswith("more than chance.")
