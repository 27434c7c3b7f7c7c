"""Where numbers are: places given instead of numbers, and the places of the wrong ones."""

import itertools
from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.outcomes import argument_names
from gradatim.labs.grading.relations.factors import Named, equal, tensor_of

NEARLY = 0.01  # of the largest number


def places_and_numbers(trial: Trial, mine: Tensor, right: Tensor) -> Iterator[Named]:
    """The places of numbers in an argument instead of these numbers, or the reverse."""
    names = argument_names(trial.check, trial.case)
    for name, argument in zip(names, trial.case, strict=True):
        value = tensor_of(argument)
        if value is None or not value.is_floating_point() or not value.dim():
            continue
        for key, places, numbers in (
            ("positions_returned", mine, right),
            ("numbers_returned", right, mine),
        ):
            if places.dtype == torch.int64 and numbers.is_floating_point() and numbers.numel():
                for read in (_flat, _rows):
                    found = read(value, places)
                    if found is not None and equal(trial, found, numbers.flatten()):
                        yield key, {"name": name}


def marked_otherwise(mine: Tensor, right: Tensor) -> Iterator[Named]:
    """The right ones among zeros, but other numbers in their place."""
    marks = right != 0
    if mine.shape != right.shape or not bool((right[marks] == 1).all()) or marks.all():
        return
    if torch.equal(mine != 0, marks) and marks.any():
        yield "marked_otherwise", {}


def reshaped(
    mine: Tensor, right: Tensor, same: Callable[[Tensor, Tensor], bool]
) -> Iterator[Named]:
    """The right numbers as they lie in memory before their axes were moved, in the right shape."""
    if mine.shape != right.shape or len(right.unique()) < 3 or same(mine, right):
        return
    for order in itertools.permutations(range(right.dim())):
        if same(mine.flatten(), right.permute(order).flatten()):
            yield "reshaped", {}
            return


def _flat(value: Tensor, places: Tensor) -> Tensor | None:
    """The numbers at places, counted through the whole tensor or given with one index per axis."""
    if places.dim() == 2 and places.shape[1] == value.dim() > 1:
        fits = bool(((places >= 0) & (places < torch.tensor(value.shape))).all())
        return value[tuple(places.T)] if fits else None
    if not places.numel() or places.min() < 0 or places.max() >= value.numel():
        return None
    return value.flatten()[places.flatten()]


def _rows(value: Tensor, places: Tensor) -> Tensor | None:
    """The number at a place of each row."""
    if value.dim() != 2 or places.flatten().shape != value.shape[:1]:
        return None
    if places.min() < 0 or places.max() >= value.shape[1]:
        return None
    return value[torch.arange(len(value)), places.flatten()]


def wrong_places(trial: Trial, mine: Tensor, right: Tensor) -> Iterator[Named]:
    """Where the wrong numbers are, if that is a place one can name."""
    if mine.dtype == torch.bool or right.dtype == torch.bool:
        wrong = mine.to(torch.uint8) != right.to(torch.uint8)
    else:
        wrong = ~torch.isclose(
            mine.double(),
            right.double(),
            rtol=trial.check.tolerance,
            atol=trial.check.tolerance,
            equal_nan=True,
        )
    if wrong.all() or not wrong.any():
        return
    for axis in range(right.dim()):
        n = right.shape[axis]
        bad = wrong.movedim(axis, 0).flatten(1).any(1) if right.dim() > 1 else wrong
        if n > 1 and bad.tolist() == [True] * (n - 1) + [False]:
            yield "right_in_last_only", {"axis": axis}
        if n > 1 and bad.tolist() == [False] + [True] * (n - 1):
            yield "right_in_first_only", {"axis": axis}
        if n > 2 and bad.tolist() == [False] * (n - 1) + [True]:
            yield "wrong_in_last_only", {"axis": axis}
        if n > 2 and bad.tolist() == [True] + [False] * (n - 1):
            yield "wrong_in_first_only", {"axis": axis}
        elif n > 1 and bad.tolist().count(True) == 1 and not (n > 2 and bad[-1]):
            yield "wrong_in_entry", {"axis": axis, "entry": bad.tolist().index(True)}
    names = argument_names(trial.check, trial.case)
    for name, argument in zip(names, trial.case, strict=True):
        if not isinstance(argument, Tensor) or argument.shape != wrong.shape:
            continue
        for key, where in (
            ("wrong_at_zeros", argument == 0),
            ("wrong_at_negatives", argument < 0),
            ("wrong_at_positives", argument > 0),
            ("wrong_at_false", argument == 0),
            ("wrong_at_true", argument != 0),
        ):
            if (argument.dtype == torch.bool) != (key in ("wrong_at_false", "wrong_at_true")):
                continue
            if where.any() and not where.all() and not wrong[~where].any():
                yield key, {"name": name}


def repeated_entry(trial: Trial, mine: Tensor, right: Tensor) -> Iterator[Named]:
    """The first or last entry along an axis in the place of all others."""
    for axis in range(right.dim()):
        for key, place in (("first_repeated", 0), ("last_repeated", -1)):
            one = right.select(axis, place).unsqueeze(axis).expand_as(right)
            told = right.shape[axis] > 1 and not equal(trial, one.double(), right.double())
            told = told and len(mine.unique()) > 1  # what is the same everywhere repeats nothing
            if told and equal(trial, mine.double(), one.double()):
                yield key, {"axis": axis}


def one_side(trial: Trial, mine: Tensor, right: Tensor) -> Iterator[Named]:
    """Every wrong number is wrong in one direction, or nearly right."""
    if mine.shape == right.shape and mine.numel() > 1 and mine.isfinite().all():
        most = (mine - right).abs().max()
        if 0 < most <= NEARLY * right.abs().max():
            yield "nearly_right", {}
    if mine.isfinite().all() and not equal(trial, mine, right):
        for key, too_far in (("too_large", mine - right), ("too_small", right - mine)):
            if bool((too_far >= -trial.check.tolerance).all()):
                yield key, {}
