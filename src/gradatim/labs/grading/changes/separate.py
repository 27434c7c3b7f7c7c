"""Whether a stored mistake is one of two in a learner's answer, or only lies near it."""

import torch
from torch import Tensor

from gradatim.labs.grading.changes.changed_code import Run
from gradatim.labs.grading.evidence import Trial, as_numbers, parts_of, same_part

MIN_SEEN = 2  # different numbers; of small whole ones, one is often another by chance
MIN_SCALED = 6  # different numbers, all with one factor other than -1
FAR = 1e9  # in the place of no number
SMALLEST = 1e-6  # by which a number can be divided


def is_separate(trials: list[Trial], run: Run) -> bool:
    """Whether the mistake that `run` runs is seen alone somewhere, or up to one factor everywhere.

    Args:
        trials: the inputs, and what the learner's code did.
        run: runs the mistake on an input.
    """
    wrong = [trial for trial in trials if trial.difference is not None]
    parts = {id(trial): _parts(trial, run) for trial in wrong}
    seen = [_seen_alone(trial, path, parts[id(trial)]) for trial in wrong for path in trial.wrong]
    if len(set().union(*seen)) >= MIN_SEEN:
        return True
    ratios = {
        _ratio(trial, path, parts[id(trial)]) for trial in wrong for path in trial.right_parts
    }
    steady = len(ratios - {1.0}) == 1 and None not in ratios
    numbers = set().union(*(_numbers(trial, path) for trial in wrong for path in trial.wrong))
    return steady and (-1.0 in ratios or len(numbers) >= MIN_SCALED)


def _numbers(trial: Trial, path: str) -> set[float]:
    """The different numbers of a learner's part."""
    own = as_numbers(trial.parts.get(path))
    return set() if own is None else {round(number, 4) for number in own.flatten().tolist()}


def _parts(trial: Trial, run: Run) -> dict[str, object]:
    theirs = run(trial.check, trial.case)
    return {} if theirs.error is not None else parts_of(theirs.value)


def _seen_alone(trial: Trial, path: str, theirs: dict[str, object]) -> set[object]:
    """What of a part is as wrong with the mistake alone as the learner has it: its numbers.

    Zeros are not evidence: many mistakes lead there.
    """
    mine, other, right = (parts.get(path) for parts in (trial.parts, theirs, trial.right_parts))
    numbers = [as_numbers(part) for part in (mine, other, right)]
    if any(part is None for part in numbers):
        alike = path in theirs and path in trial.parts and same_part(trial.check, mine, other)
        return {(id(trial), path), path} if alike else set()
    own, its, wanted = numbers
    if own.shape != its.shape:
        return set()
    alike = _close(trial, own, its) & own.isfinite() & (own != 0)
    if own.shape == wanted.shape:
        alike &= ~_close(trial, own, wanted)
    elif not alike.all():
        return set()
    return {round(number, 4) for number in own[alike].flatten().tolist()}


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


def is_nearer(trials: list[Trial], run: Run) -> bool:
    """Whether the mistake alone is nearer to what is right than the learner's code is.

    What takes a step away and goes further astray has taken away no second mistake. Where numbers
    cannot be compared, nothing speaks against it.
    """
    own, its = 0.0, 0.0
    for trial in trials:
        theirs = _parts(trial, run) if trial.difference is not None else {}
        for path in trial.wrong:
            parts = (trial.parts.get(path), theirs.get(path), trial.right_parts.get(path))
            mine, other, right = map(as_numbers, parts)
            if mine is None or other is None or right is None:
                continue
            if mine.shape == other.shape == right.shape:
                own += float((mine - right).abs().nan_to_num(FAR).sum())
                its += float((other - right).abs().nan_to_num(FAR).sum())
    return its <= own
