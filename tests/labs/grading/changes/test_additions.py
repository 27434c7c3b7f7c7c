"""Additions to an expression, and lines of another indentation."""

import ast

from gradatim.labs.grading.changes.additions import sites


def found(source: str) -> set[tuple[str, str]]:
    """Key and code of every addition to the children of the function's nodes."""
    [definition] = ast.parse(source).body
    made = set()
    for node in ast.walk(definition):
        for apply, undo, key, _ in sites(node, definition):
            apply()
            made.add((key, ast.unparse(ast.fix_missing_locations(definition))))
            undo()
    assert ast.unparse(definition) == ast.unparse(ast.parse(source))
    return made


def test_signs_keywords_methods_and_other_variables_are_added():
    made = found("def f(x, y):\n    return x.sum()\n")
    for key, line in (
        ("sign_added", "-x.sum()"),
        ("keyword_added", "x.sum(keepdim=True)"),
        ("call_added", "x.sum().item()"),
        ("call_added", "x.exp().sum()"),
        ("other_name", "y.sum()"),
    ):
        assert (key, f"def f(x, y):\n    return {line}") in made


def test_not_stands_before_conditions_only():
    source = "def f(x, k):\n    if k:\n        return x[k]\n    return max(x, k)\n"
    changed = {code for key, code in found(source) if key == "sign_added" and "not " in code}
    assert any("if not k:" in code for code in changed)
    assert not any("x[not k]" in code or "(x, not k)" in code for code in changed)


def test_lines_leave_a_loop_and_enter_it():
    loop = "def f(x):\n    for a in x:\n        b = a\n        c = b\n    return c\n"
    codes = {code for key, code in found(loop) if key == "outside_loop"}
    assert "def f(x):\n    for a in x:\n        b = a\n    c = b\n    return c" in codes
    codes = {code for key, code in found(loop) if key == "inside_loop"}
    assert any(code.endswith("        c = b\n        return c") for code in codes)


def test_names_on_the_left_are_exchanged():
    made = found("def f(x):\n    h, w = x.shape\n    return h\n")
    assert ("targets_exchanged", "def f(x):\n    w, h = x.shape\n    return h") in made
