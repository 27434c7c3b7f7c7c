"""Whether a stored mistake is one of two in a learner's answer, or only lies near it."""

import torch
from torch import Tensor

from gradatim.labs.grading.changes.changed_code import Run
from gradatim.labs.grading.evidence import Trial, as_numbers, parts_of, same_part

SMALLEST = 1e-6  # by which a number can be divided


def is_separate(trials: list[Trial], run: Run) -> bool:
    """Whether the mistake that `run` runs is seen alone somewhere, or up to one factor everywhere.

    Args:
        trials: the inputs, and what the learner's code did.
        run: runs the mistake on an input.
    """
    wrong = [trial for trial in trials if trial.difference is not None]
    parts = {id(trial): _parts(trial, run) for trial in wrong}
    if any(_seen_alone(trial, path, parts[id(trial)]) for trial in wrong for path in trial.wrong):
        return True
    ratios = {
        _ratio(trial, path, parts[id(trial)]) for trial in wrong for path in trial.right_parts
    }
    return len(ratios - {1.0}) == 1 and None not in ratios


def _parts(trial: Trial, run: Run) -> dict[str, object]:
    theirs = run(trial.check, trial.case)
    return {} if theirs.error is not None else parts_of(theirs.value)


def _seen_alone(trial: Trial, path: str, theirs: dict[str, object]) -> bool:
    """Whether the mistake alone makes a part, or a number of it, as wrong as the learner's is.

    Zeros are no evidence: many mistakes lead there.
    """
    mine, other, right = (parts.get(path) for parts in (trial.parts, theirs, trial.right_parts))
    numbers = [as_numbers(part) for part in (mine, other, right)]
    if any(part is None for part in numbers):
        return path in theirs and path in trial.parts and same_part(trial.check, mine, other)
    own, its, wanted = numbers
    if own.shape != its.shape:
        return False
    alike = _close(trial, own, its) & own.isfinite() & (own != 0)
    if own.shape == wanted.shape:
        alike &= ~_close(trial, own, wanted)
        return bool(alike.any())
    return bool(alike.all()) and bool(own.numel())


def _close(trial: Trial, left: Tensor, right: Tensor) -> Tensor:
    return torch.isclose(left, right, rtol=trial.check.tolerance, atol=trial.check.tolerance)


def _ratio(trial: Trial, path: str, theirs: dict[str, object]) -> float | None:
    """The one factor from their numbers to the learner's, None where there is none."""
    own, its = (as_numbers(parts.get(path)) for parts in (trial.parts, theirs))
    if own is None or its is None or own.shape != its.shape or not own.any():
        return None
    used = its.abs() > SMALLEST
    if not used.any():
        return None
    ratio = float((own[used] / its[used]).median())
    return round(ratio, 3) if bool(_close(trial, own, its * ratio).all()) else None
