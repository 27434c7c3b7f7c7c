"""02-masks, whose first function is `positives`: the exercise of most tests of the checker."""

from gradatim.labs.exercise import BUILT_IN

RIGHT = (BUILT_IN / "02-masks" / "solution.py").read_text("utf-8")


def solution_with(body: str) -> str:
    """A right solution whose `positives` is replaced."""
    return RIGHT + "\n\ndef positives(x):\n    " + body.replace("\n", "\n    ") + "\n"
