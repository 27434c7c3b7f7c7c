"""The factor between a learner's numbers and the right ones, and whether it is a size."""

from typing import Any

import torch
from torch import Tensor

from gradatim.labs.grading.evidence import Trial, same_part
from gradatim.labs.grading.outcomes import argument_names
from gradatim.labs.grading.relations.words import RELATIONS
from gradatim.labs.grading.values import LARGEST

Named = tuple[str, dict[str, Any]]  # the relation's key, what its sentence is filled with
Pair = tuple[Trial, Tensor, Tensor]  # an input, a part of the learner's value, the right one


def tensor_of(value: Any) -> Tensor | None:
    """A tensor, number or truth value as a plain tensor, None for anything else."""
    if isinstance(value, Tensor):
        return None if value.is_complex() or value.device.type == "meta" else value.detach().cpu()
    if isinstance(value, (bool, float)) or (isinstance(value, int) and abs(value) < LARGEST):
        return torch.tensor(value)
    return None


def equal(trial: Trial, left: Tensor, right: Tensor) -> bool:
    """Whether two tensors have one shape and equal numbers, within the check's tolerance."""
    if left.shape != right.shape or left.dtype == torch.bool != right.dtype:
        return False
    return same_part(trial.check, left.double(), right.double())


def ratio_of(trial: Trial, mine: Tensor, right: Tensor) -> float | None:
    """The factor between all numbers of two tensors, None where there is none."""
    used = right.abs() > 1e-6
    if not used.any():
        return None
    ratio = (mine[used] / right[used]).median().item()
    return ratio if equal(trial, mine, right * ratio) else None


def factor_of_sizes(pairs: list[Pair]) -> list[tuple[str, dict[str, str]]]:
    """A factor that is another one for each input: a size of an argument, or its root."""
    possible: list[set[tuple[str, str, int, float]]] = []
    for trial, mine, right in pairs:
        if mine.shape != right.shape or not mine.numel():
            return []
        ratio = ratio_of(trial, mine.double(), right.double())
        if ratio is None or not ratio > 0:
            return []
        fits = set()
        for (name, what, axis), size in _sizes(trial).items():
            for power in (1.0, -1.0, 0.5, -0.5, 2.0, -2.0):
                if size > 0 and abs(ratio / size**power - 1) < 1e-3:
                    fits.add((name, what, axis, power))
        possible.append(fits)
    common = set.intersection(*possible)
    ratios = {round(ratio_of(t, m.double(), r.double()) or 0, 4) for t, m, r in pairs}
    if not common or len(ratios) < 2:
        return []
    best = min(common, key=lambda fit: (abs(abs(fit[3]) - 1), fit[1] != "axis", fit[2], fit[0]))
    key = "times_size" if best[3] > 0 else "divided_by_size"
    english, french = _size_words(*best)
    text = RELATIONS[key]
    return [(key, {"en": text[0].format(size=english), "fr": text[1].format(size=french)})]


def root_of_sizes(pairs: list[Pair]) -> list[tuple[str, dict[str, str]]]:
    """The root of a sum where the mean is right: squared, it is a size times the right number."""
    if any(mine.numel() != 1 or not mine.double().isfinite().all() for _, mine, _ in pairs):
        return []
    found = factor_of_sizes([(t, mine.double() ** 2, right) for t, mine, right in pairs])
    text = RELATIONS["root_of_sum"]
    return [("root_of_sum", {"en": text[0], "fr": text[1]})] if found else []


def _sizes(trial: Trial) -> dict[tuple[str, str, int], int]:
    sizes: dict[tuple[str, str, int], int] = {}
    for name, argument in zip(argument_names(trial.check, trial.case), trial.case, strict=True):
        if isinstance(argument, Tensor):
            for axis, size in enumerate(argument.shape):
                sizes[name, "axis", axis] = size
            sizes[name, "elements", 0] = argument.numel()
        elif isinstance(argument, (list, tuple)):
            sizes[name, "length", 0] = len(argument)
    return sizes


def _size_words(name: str, what: str, axis: int, power: float) -> tuple[str, str]:
    """A size of an argument in words, in English and French."""
    english = {
        "axis": f"the size of axis {axis} of `{name}`",
        "elements": f"the number of elements of `{name}`",
        "length": f"the length of `{name}`",
    }[what]
    french = {
        "axis": f"la taille de l'axe {axis} de `{name}`",
        "elements": f"le nombre d'éléments de `{name}`",
        "length": f"la longueur de `{name}`",
    }[what]
    if abs(power) == 0.5:
        return f"the square root of {english}", f"la racine carrée de {french}"
    if abs(power) == 2.0:
        return f"the square of {english}", f"le carré de {french}"
    return english, french
