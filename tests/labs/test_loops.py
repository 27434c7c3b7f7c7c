"""Loops are found in the text, around a line and only there."""

from gradatim.labs.loops import has_loop, in_loop

TEXT = """def f(x):
    y = [a for a in x]
    while y:

        if x:
            y.pop()
    return y


def g(x):
    return sum(a for a in x)
""".splitlines()


def test_a_line_is_in_the_loop_that_holds_it():
    assert [i for i in range(1, len(TEXT) + 1) if in_loop(TEXT, i)] == [3, 5, 6]


def test_lines_that_do_not_exist_are_in_no_loop():
    assert not in_loop(TEXT, 0)
    assert not in_loop([], 1)


def test_a_comprehension_is_no_loop():
    assert has_loop("\n".join(TEXT))
    assert not has_loop("y = [a for a in x]\n")
