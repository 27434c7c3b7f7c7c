"""The first expression with whose right value all comes out right is the cause."""

from gradatim.labs.grading.relations.patched import patched
from tests.labs.grading.relations.learners import trials_of


def told(number: str, name: str, source: str) -> list[tuple[str, str]]:
    exercise, check, trials = trials_of(number, name, source)
    shown = next(trial for trial in trials if trial.difference)
    found = patched(check, shown, trials, exercise, source)
    return [(text["en"], text["fr"]) for _, text in found]


GREATEST = """
import torch

def attention(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1) / k.shape[-1] ** 0.5
    if mask is not None:
        scores = scores.masked_fill(~mask, float("-inf"))
    e = torch.exp(scores - scores.{greatest})
    weights = e / e.sum(dim=-1, keepdim=True)
    return {answer}
"""


def test_the_wrong_expression_is_told_with_its_line_and_shape():
    ((english, french),) = told(
        "23", "attention", GREATEST.format(greatest="max()", answer="weights @ v")
    )
    assert english.startswith("Line 8: here it goes wrong. `scores.max()` has the shape ();")
    assert french.startswith("Ligne 8 : c'est ici que cela devient faux. `scores.max()` a la forme")


def test_a_small_value_is_quoted_beside_the_right_one():
    source = """
def epoch_loss(losses, sizes):
    total = sum(losses[i] * sizes[i] for i in range(len(losses)))
    return total / (sizes[0] * len(sizes))
"""
    ((english, french),) = told("13", "epoch_loss", source)
    assert "`sizes[0] * len(sizes)` gives 4; with 3, as in a right solution, all" in english
    assert "`sizes[0] * len(sizes)` donne 4 ; avec 3, comme dans une solution juste" in french


def test_the_answer_itself_is_no_cause_where_what_goes_into_it_is_unknown():
    source = """
def squared_error(p, y):
    far = (p - y).abs() * 3
    return far.mean()
"""
    assert not any("mean" in english for english, _ in told("06", "squared_error", source))


def test_what_is_another_way_on_right_inputs_is_not_blamed_first():
    source = """
import torch

def accuracy(logits, labels):
    p = logits.softmax(dim=1)
    chosen = p[torch.arange(len(labels)), labels]
    return (chosen > 0.5).float().mean()
"""
    ((english, _),) = told("04", "accuracy", source)
    assert english.startswith("In line 7")


def test_two_faults_that_only_together_explain_it_are_not_told():
    source = """
def gradients(w, b, x, y):
    import torch
    p = torch.sigmoid(x @ w + b)
    delta = 3 * (p - y) * p * (1 - p)
    other = 5 * (p - y) * p * (1 - p)
    return (delta[:, None] * x).mean(0), other.mean()
"""
    assert told("08", "gradients", source) == []


def test_a_loop_is_compared_with_a_whole_tensor():
    source = """
import torch

def accuracy(logits, labels):
    hits = 0
    for row, label in zip(logits, labels):
        hits += int(row.abs().argmax() == label)
    return hits / len(labels)
"""
    ((english, _),) = told("04", "accuracy", source)
    assert "`row.abs()` gives [1, 0, 2]; with [1, 0, -2]" in english


def test_a_missing_function_is_told():
    source = """
def forward(x, layers):
    h = x
    for W, b in layers:
        h = h @ W.T + b
        if W is not layers[-1][0]:
            h = h.relu()
    return h
"""
    ((english, french),) = told("11", "forward", source)
    assert english.endswith("A ReLU of it is missing.")
    assert french.endswith("Il en manque la ReLU.")
