"""Other expressions in the place of one: what a small mistake would have written there."""

import ast

import pytest

from gradatim.labs.grading.changes.expressions import attributes, code_of, expressions, name_of


def others(code: str) -> dict[str, str]:
    """The other expressions for `return CODE`, with the key of each change."""
    [definition] = ast.parse(f"def f(x, y):\n    return {code}\n").body
    node = definition.body[0]
    made = expressions(node.value, node, "value", definition)
    return {ast.unparse(new): key for new, key, _ in made}


@pytest.mark.parametrize(
    ("code", "new", "key"),
    [
        ("x - y", "y - x", "sides_exchanged"),
        ("x - y", "x", "term_missing"),
        ("x * y", "x / y", "other_operator"),
        ("x / y", "y / x", "sides_exchanged"),
        ("x @ y", "x @ y.mT", "transposed"),
        ("x >= y", "x > y", "other_operator"),
        ("-x", "x", "sign_missing"),
        ("x.sum()", "x.mean()", "other_function"),
        ("x.T", "x", "call_missing"),
        ("x[1:, y]", "x[:, y]", "other_slice"),
        ("x if y else 0", "x", "case_ignored"),
        ("x", "y", "other_name"),
        ("3", "4", "other_number"),
    ],
)
def test_what_a_mistake_would_have_written(code, new, key):
    assert others(code)[new] == key


def test_a_term_before_a_minus_is_named_with_it():
    [definition] = ast.parse("def f(x):\n    return 1 - x\n").body
    node = definition.body[0]
    made = expressions(node.value, node, "value", definition)
    left = [words for new, key, words in made if key == "term_missing" and ast.unparse(new) == "x"]
    assert left == [{"term": "1 -"}]


def test_a_long_expression_is_not_quoted():
    short, long = (ast.parse(text, mode="eval").body for text in ("x + 1", "x + " * 20 + "1"))
    assert code_of(short, short) == "x + 1"
    assert code_of(long, long) == "..."


def test_what_a_class_assigns_to_itself():
    source = "class A:\n    def __init__(self):\n        self.a = self.b\n        self.c = 1\n"
    assert attributes(ast.parse(source)) == {"a", "c"}
    assert name_of(ast.parse("x.y", mode="eval").body) == "y"
