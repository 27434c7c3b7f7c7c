"""The first expression whose value occurs in no right solution is where to look."""

import pytest

from gradatim.labs.exercise import BUILT_IN, exercises, find
from gradatim.labs.grading.grader import load_checks
from gradatim.labs.grading.relations.departure import departure
from tests.labs.grading.relations.learners import trials_of


def told(number: str, name: str, source: str) -> list[tuple[str, str, str]]:
    exercise, check, trials = trials_of(number, name, source)
    found = departure(check, trials, exercise, source)
    return [(key, text["en"], text["fr"]) for key, text in found]


GRADIENTS = """
import torch

def gradients(w, b, x, y):
    p = torch.sigmoid(x @ w + b)
    error = p - y
    slope = error * torch.cos(error)
    delta = 2 * slope * p * (1 - p)
    return (delta[:, None] * x).mean(0), delta.mean()
"""


def test_the_first_wrong_expression_is_named_with_its_line():
    ((key, english, french),) = told("08", "gradients", GRADIENTS)
    assert key == "departure"
    assert english.startswith("Line 7: what goes into `torch.cos(error)` ")
    assert french.startswith("Ligne 7 : ce qui entre dans `torch.cos(error)` ")


def test_another_way_to_the_right_answer_is_not_named():
    source = """
import torch

def gradients(w, b, x, y):
    hidden = torch.exp(-(x @ w + b))
    p = 1 / (1 + hidden)
    delta = 2 * (p - y) * p * (1 - p)
    return (delta[:, None] * x).mean(0) * (1 + (y > 1).any()), delta.mean()
"""
    ((_, english, _),) = told("08", "gradients", source)
    assert english.startswith("Line 8")


def test_the_place_where_nan_begins_is_named():
    source = """
def precision_recall(matrix):
    right = matrix.diagonal()
    found = matrix.sum(dim=0)
    precision = right / found
    return precision * 1.0, right / matrix.sum(dim=1).clamp(min=1)
"""
    ((key, english, _),) = told("47", "precision_recall", source)
    assert key == "nan_begins"
    assert english.startswith("Line 5: `right / found` is the first to give nan.")


@pytest.mark.parametrize("source", ["", None])
def test_without_a_text_to_run_nothing_is_said(source):
    exercise = find("08", exercises(BUILT_IN))
    check = next(check for check in load_checks(exercise) if check.name == "gradients")
    assert departure(check, [], exercise, source or "") == []


def test_what_is_drawn_at_random_is_no_departure():
    source = """
import torch

def fit(x, y, rate, steps):
    w = torch.randn_like(x[:1].T)
    b = torch.zeros(1)
    for step in range(steps):
        error = (x @ w + b).squeeze(1) - y
        w = w - rate * (2 / len(x)) * (x.T @ error[:, None])
        b = b - rate * 2 * error.mean()
    return w, b
"""
    assert not any("randn_like" in english for _, english, _ in told("28", "fit", source))


def test_a_model_that_a_step_has_changed_is_told_apart_from_its_call():
    source = """
import torch
from torch.nn import functional as F

def train(model, batches, optimizer, epochs):
    model.train()
    losses = []
    for _ in range(epochs):
        total = 0.0
        for x, y in batches:
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            optimizer.step()
            total += loss.item()
        losses.append(total / len(batches))
    return losses
"""
    ((key, english, _),) = told("20", "train", source)
    assert key == "model_changed"
    assert ": what goes into `model(x)` is still right" in english
