"""The sentence of a repair names the line, quotes it, and says what makes it right."""

from gradatim.labs.grading.changes.repair_words import MAX_QUOTED, repair_sentences
from gradatim.labs.grading.changes.small_changes import changes

SOURCE = "def f(x, y):\n    return x - y\n"


def swapped():
    return next(one for one in changes(SOURCE, "f") if one.key == "sides_exchanged")


def test_line_and_code_are_told_in_both_languages():
    told = repair_sentences(swapped(), SOURCE, alone=True)
    start = "Line 2, `return x - y`: the answer is right with `x` and `y` exchanged."
    assert told["en"] == start
    assert told["fr"].startswith("Ligne 2, `return x - y` : la réponse est juste")
    assert "this part is right" in repair_sentences(swapped(), SOURCE, alone=False)["en"]


def test_a_long_line_is_not_quoted():
    long = SOURCE.replace("y\n", f"y  # {'so ' * MAX_QUOTED}\n")
    assert "`return" not in repair_sentences(swapped(), long, alone=True)["en"]
