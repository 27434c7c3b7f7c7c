"""A text shows which of several mistakes it holds by what it calls and where a tiny number is."""

import ast

import pytest

from gradatim.labs.exercise import exercises, find
from gradatim.labs.grading.bank import stored_mistakes
from gradatim.labs.grading.changes.text_evidence import marks, possible_by_text, shown_by_text

ENTROPY = find("7", exercises())
NAMES = ("epsilon_inside", "log_of_softmax", "probabilities_clamped")
FORMS = [one for one in stored_mistakes(ENTROPY, "cross_entropy") if one.name in NAMES]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("-(torch.softmax(z, 1)[0] + 1e-10).log()", {"epsilon_inside"}),
        ("-torch.log(z.softmax(1).clamp(min=1e-7)[0])", {"probabilities_clamped"}),
        ("-z.softmax(1)[0].log()", {"log_of_softmax"}),
        ("-(z.softmax(1)[0] + epsilon(1e-8)).log()", set()),  # neither of the two forms
        ("-(z.softmax(1)[0] + (e := 1)).log()", {"log_of_softmax"}),
        ("-(z.exp() / z.exp().sum(1)).log()[0]", set()),  # a softmax without its name
    ],
)
def test_the_mistake_with_just_the_marks_of_the_text_is_shown(body, names):
    source = f"def cross_entropy(z, labels):\n    return {body}\n"
    found = shown_by_text(source, "cross_entropy", FORMS, ENTROPY.solution)
    assert {one.name for one in found} == names


def test_marks_are_those_of_the_last_function_of_the_name():
    tree = ast.parse("def f(x): return x.log()\ndef f(x): return x.clamp(1e-8, 1 - 1e-8)\n")
    assert marks(tree, "f") == {"clamp", "clamp(tiny)", "tiny"}
    assert marks(tree, "g") == set()


def test_a_tiny_number_may_have_a_name():
    tree = ast.parse("eps = 1e-9\ndef f(x): return (x + eps).log()\n")
    assert marks(tree, "f") == {"log", "+ tiny", "tiny"}


def test_without_a_tiny_number_no_mistake_of_one_is_possible():
    source = "def cross_entropy(z, labels):\n    return (z.exp() / z.exp().sum()).log()\n"
    possible = possible_by_text(source, "cross_entropy", FORMS)
    assert {one.name for one in possible} == {"log_of_softmax"}
