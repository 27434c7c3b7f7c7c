"""What is told of the expression at which an answer goes wrong: its line, its value, the right one.

See patched.py, which finds it.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from gradatim.labs.grading.evidence import Trial, as_numbers
from gradatim.labs.grading.outcomes import Outcome
from gradatim.labs.grading.relations.findings import FUNCTIONS, Finding, relations
from gradatim.labs.grading.values import Difference

MAX_SHOWN = 6  # numbers of a value that is quoted
WORDS = {
    "en": {
        "cause": "Line {line}: here it goes wrong. {given}all that follows comes out right.",
        "by_then": "In line {line} something is wrong already. {given}all that follows comes out "
        "right. Look at how it is made.",
        "numbers": "With the numbers that a right solution has in the place of `{code}`, ",
        "value": "`{code}` gives {mine}; with {right}, as in a right solution, ",
        "nan": "`{code}` gives nan; with the numbers of a right solution in its place, ",
        "run": " (run {run})",
        "inf": "What goes into it holds inf already: exp of a number above 88 is inf.",
        "shape": "`{code}` has the shape {mine}; with the shape {right} and the numbers that a "
        "right solution has there, ",
    },
    "fr": {
        "cause": "Ligne {line} : c'est ici que cela devient faux. {given}tout ce qui suit est "
        "juste.",
        "by_then": "À la ligne {line}, quelque chose est déjà faux. {given}tout ce qui suit est "
        "juste. Regardez comment cette valeur est calculée.",
        "numbers": "Avec les nombres qu'une solution juste a à la place de `{code}`, ",
        "value": "`{code}` donne {mine} ; avec {right}, comme dans une solution juste, ",
        "nan": "`{code}` donne nan ; avec les nombres d'une solution juste à sa place, ",
        "run": " (passage {run})",
        "inf": "Ce qui y entre contient déjà inf : l'exponentielle d'un nombre au-dessus de 88 "
        "vaut inf.",
        "shape": "`{code}` a la forme {mine} ; avec la forme {right} et les nombres qu'une "
        "solution juste a à cette place, ",
    },
}
TELLING = {  # relations that say why a value is wrong, and are no chance
    *("negated", "squared", "root_taken", "absolute_value", "log_taken", "exponential_taken"),
    *("softmax_last", "sigmoid_taken", "relu_taken", "axes_permuted", "flipped", "shifted"),
    *("axis_left_over", "axis_missing", "not_summed", "not_averaged", "not_maximised"),
    *("diagonal_only", "summed_too_much", "averaged_too_much", "repeated", "argument_returned"),
    *("times_size", "divided_by_size", "inverted", "first_repeated", "last_repeated", "reshaped"),
}
LACKING = {  # functions of findings.py, by which the right value follows from the wrong one
    "relu_taken": ("A ReLU of it is missing.", "Il en manque la ReLU."),
    "softmax_last": ("A softmax of it is missing.", "Il en manque le softmax."),
    "sigmoid_taken": ("A sigmoid of it is missing.", "Il en manque la sigmoïde."),
    "exponential_taken": ("An exp of it is missing.", "Il en manque l'exponentielle."),
    "log_taken": ("A log of it is missing.", "Il en manque le logarithme."),
    "root_taken": ("A square root of it is missing.", "Il en manque la racine carrée."),
    "squared": ("A square of it is missing.", "Il en manque le carré."),
    "absolute_value": ("Its absolute value is missing.", "Il en manque la valeur absolue."),
    "inverse": ("1 divided by it is missing.", "Il manque 1 divisé par cette valeur."),
}
OF_A_PLACE = {"The answer": "This value", "La réponse": "Cette valeur"}  # said of an answer


@dataclass(frozen=True)
class Cause:
    """An expression, what it gave where it first went wrong, and what is right there."""

    code: str
    line: int
    run: int  # of the expression in a loop, from 1
    mine: Any
    right: Any
    inner: list[Any]  # the values inside it
    is_made_before: bool  # what goes into it may be wrong already


def told(cause: Cause, trial: Trial) -> Finding:
    """The sentences, in English and French.

    Args:
        cause: the expression.
        trial: the input on which it was seen.
    """
    kind, shown = "numbers", [_plain(cause.mine), _plain(cause.right)]
    if shape_of(cause.mine) != shape_of(cause.right):
        kind, shown = "shape", [str(shape_of(cause.mine)), str(shape_of(cause.right))]
    elif all(shown) and shown[0] != shown[1]:
        kind = "value"
    elif numbers_in(cause.mine).isnan().any():
        kind = "nan"
    more = _relation(cause.mine, cause.right, trial)
    overflow = numbers_in(cause.mine).isnan().any() and any(
        numbers_in(one).isinf().any() for one in cause.inner
    )
    text = {}
    for language, words in WORDS.items():
        where = words["run"].format(run=cause.run) if cause.run > 1 else ""
        values = {"code": cause.code, "line": f"{cause.line}{where}"}
        given = words[kind].format(**values, mine=shown[0], right=shown[1])
        frame = words["by_then" if cause.is_made_before else "cause"]
        sentence = frame.format(**values, given=given)
        why = words["inf"] if overflow else more[language]
        text[language] = f"{sentence} {why}".strip()
    return "cause", text


def shape_of(value: Any) -> tuple[int, ...]:
    return tuple(value.shape) if isinstance(value, Tensor) else ()


def same(one: Any, other: Any) -> bool:
    if shape_of(one) != shape_of(other):
        return False
    return torch.allclose(numbers_in(one), numbers_in(other), rtol=1e-4, atol=1e-6, equal_nan=True)


def numbers_in(value: Any) -> Any:
    """Of a tensor, also one of truth values, or of a number; None for anything else."""
    truth = isinstance(value, Tensor) and value.dtype == torch.bool
    return as_numbers(value.int() if truth else value)


def _plain(value: Any) -> str:
    """A short value as a sentence quotes it, "" for a longer one."""
    if isinstance(value, Tensor):
        return _listed(value.tolist()) if value.numel() <= MAX_SHOWN else ""
    return _listed(value)


def _listed(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_listed, value))}]"
    return f"{value + 0.0:.4g}" if isinstance(value, float) else str(value)


def _relation(mine: Any, right: Any, trial: Trial) -> dict[str, str]:
    """How the value relates to the right one, where a relation is known."""
    asked = Trial(trial.check, trial.case, Outcome(mine), Difference("values"))
    asked.__dict__["right"] = right
    found = relations([asked]) if trial.check.judge is None else []
    text = next((dict(words) for name, words in found if name in TELLING), None)
    if text is None:
        lacking = next((LACKING[key] for key in LACKING if _lacks(key, mine, right)), ("", ""))
        text = dict(zip(("en", "fr"), lacking, strict=True))
    for words, others in OF_A_PLACE.items():
        text = {language: sentence.replace(words, others) for language, sentence in text.items()}
    return text


def _lacks(key: str, mine: Any, right: Any) -> bool:
    """Whether a function of the value, and of more than one number of it, gives the right one."""
    own = numbers_in(mine).float()
    if shape_of(mine) != shape_of(right) or not own.isfinite().all():
        return False
    moved = own.numel() > 1 and not same(own, right)
    return moved and same(FUNCTIONS[key](own), right)
