"""On which inputs an answer is wrong: those with three axes, with a batch of one, with a zero.

What is said is certain of the inputs that were tried, whatever the exercise: no right one has the
property, and every wrong one has it.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import torch
from torch import Tensor

from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.outcomes import argument_names

Finding = tuple[str, dict[str, str]]  # its name, its sentence in English and in French
Property = tuple[str, str, str]  # what it is about, in English, in French
MIN_RIGHT = 2
MAX_TOLD = 3  # properties: which of them matters is for the reader to find out
OF_VALUES = ("negative", "zero", "large", "very_negative", "repeated", "a_true", "a_false", "odd")
LARGE = 50.0  # scores above which exp is not an ordinary number any more
SENTENCE = (
    "Of the inputs that were tried, just those are wrong where {condition}.",
    "Parmi les entrées essayées, seules sont fausses celles où {condition}.",
)


def conditions(trials: list[Trial], task: str) -> list[Finding]:
    """The properties that all wrong inputs have and no right one, in one sentence.

    Args:
        trials: the inputs, and what the learner's code did.
        task: its text: odd numbers are spoken of only where it speaks of them.
    """
    found: dict[Property, None] | None = None
    right: set[Property] = set()
    n_right = 0
    for trial in trials:
        here = dict.fromkeys(_properties(trial))
        if trial.difference is None:
            right |= here.keys()
            n_right += 1
        else:
            found = here if found is None else {one: None for one in found if one in here}
    if n_right < MIN_RIGHT:
        return []
    n_wrong = len(trials) - n_right
    telling = [
        one
        for one in found or {}
        if one not in right
        and (one[0] != "odd" or re.search(r"\b(odd|even)\b", task))
        and (one[0] not in OF_VALUES or (n_wrong >= MIN_RIGHT and n_right > MIN_RIGHT))
    ]
    axes = [one for one in telling if one[0] == "more_axes"]  # 2 or more says it, not also 3
    telling = [one for one in telling if one not in axes[1:]][:MAX_TOLD]
    if not telling:
        return []
    en, fr = " and ".join(one[1] for one in telling), " et ".join(one[2] for one in telling)
    text = {"en": SENTENCE[0].format(condition=en), "fr": SENTENCE[1].format(condition=fr)}
    return [(f"wrong_where_{telling[0][0]}", text)]


def _properties(trial: Trial) -> Iterator[Property]:
    """What can be said of one input, the most telling first."""
    arguments = dict(zip(argument_names(trial.check, trial.case), trial.case, strict=True))
    for name, value in arguments.items():
        if isinstance(value, Tensor) and value.device.type != "meta" and not value.is_complex():
            yield from _of_tensor(f"`{name}`", value)
        elif isinstance(value, (list, tuple)):
            yield from _of_list(f"`{name}`", value)
        elif isinstance(value, bool):
            yield f"is_{value}", f"`{name}` is {value}", f"`{name}` vaut {value}"
        elif isinstance(value, (int, float)):
            yield from _of_number(f"`{name}`", value)
    yield from _of_pairs(arguments)


def _of_tensor(name: str, value: Tensor) -> Iterator[Property]:
    for n in range(2, value.dim() + 1):
        yield "more_axes", f"{name} has {n} axes or more", f"{name} a {n} axes ou plus"
    for axis, size in enumerate(value.shape):
        if size == 1:
            place = (
                f"{name} has size 1 along axis {axis}",
                f"{name} a la taille 1 sur l'axe {axis}",
            )
        else:
            place = (
                f"{name} has more than one entry along axis {axis}",
                f"{name} a plus d'une entrée sur l'axe {axis}",
            )
        yield ("one_entry" if size == 1 else "several_entries", *place)
        if size > 2:
            en = f"{name} has more than two entries along axis {axis}"
            yield "many_entries", en, f"{name} a plus de deux entrées sur l'axe {axis}"
    if value.dim() > 1:
        square = value.shape[-1] == value.shape[-2]
        yield (
            ("square", f"{name} is square", f"{name} est carré")
            if square
            else ("not_square", f"{name} is not square", f"{name} n'est pas carré")
        )
        for axis in (-2, -1):
            if value.shape[axis] % 2:
                told = "rows" if axis == -2 else "columns", "lignes" if axis == -2 else "colonnes"
                en = f"{name} has an odd number of {told[0]}"
                yield "odd", en, f"{name} a un nombre impair de {told[1]}"
    if not value.is_contiguous():
        yield (
            *("not_in_order", f"the numbers of {name} do not lie in order in memory"),
            f"les nombres de {name} ne sont pas rangés dans l'ordre en mémoire",
        )
    if value.numel() and value.dtype != torch.bool:
        yield from _of_numbers(name, value.detach().double())
    elif value.dtype == torch.bool and value.numel():
        if value.any():
            yield "a_true", f"{name} holds a True", f"{name} contient un True"
        if not value.all():
            yield "a_false", f"{name} holds a False", f"{name} contient un False"


def _of_numbers(name: str, numbers: Tensor) -> Iterator[Property]:
    tests: Iterable[tuple[str, bool, str, str]] = (
        ("negative", bool((numbers < 0).any()), "a negative number", "un nombre négatif"),
        ("zero", bool((numbers == 0).any()), "a 0", "un 0"),
        ("large", bool((numbers > LARGE).any()), "a large number", "un grand nombre"),
        ("very_negative", bool((numbers < -LARGE).any()), "a number far below 0",
         "un nombre très négatif"),
    )  # fmt: skip
    for key, holds, english, french in tests:
        if holds:
            yield key, f"{name} holds {english}", f"{name} contient {french}"


def _of_list(name: str, value: Any) -> Iterator[Property]:
    if not value:
        yield "empty", f"{name} is empty", f"{name} est vide"
    if len(value) == 1:
        yield "one_item", f"{name} has one entry", f"{name} a un seul élément"
    if len(value) > 1:
        yield "several", f"{name} has several entries", f"{name} a plusieurs éléments"
        sizes = {_size(item) for item in value} - {None}
        if len(sizes) > 1:
            en = f"the entries of {name} have different sizes"
            yield "different_sizes", en, f"les éléments de {name} ont des tailles différentes"
        if all(isinstance(item, (int, float, str)) for item in value):
            if len(set(value)) < len(value):
                yield "repeated", f"{name} holds equal entries", f"{name} a des éléments égaux"
            if 0 in value:
                yield "zero", f"{name} holds a 0", f"{name} contient un 0"
            if value != sorted(value, key=str) and value != sorted(value, key=lambda v: str(v)):
                yield "unsorted", f"{name} is not sorted", f"{name} n'est pas trié"


def _size(item: Any) -> int | None:
    if isinstance(item, tuple) and item:
        item = item[0]
    return len(item) if isinstance(item, Tensor) and item.dim() else None


def _of_number(name: str, value: float) -> Iterator[Property]:
    tests: tuple[tuple[str, Callable[[float], bool], str], ...] = (
        ("zero", lambda v: v == 0, "= 0"),
        ("one", lambda v: v == 1, "= 1"),
        ("above_zero", lambda v: v > 0, "> 0"),
        ("above_one", lambda v: v > 1, "> 1"),
        ("below_zero", lambda v: v < 0, "< 0"),
    )
    for key, holds, told in tests:
        if holds(value):
            yield key, f"{name} {told}", f"{name} {told}"
    if isinstance(value, int) and value % 2:
        yield "odd", f"{name} is odd", f"{name} est impair"


def _is_size(name: str, value: Any) -> bool:
    """Whether a number can be compared with another: a rate with a truth value or a seed cannot."""
    return isinstance(value, int) and not isinstance(value, bool) and name != "seed"


def _of_pairs(arguments: dict[str, Any]) -> Iterator[Property]:
    """What holds between two arguments: equal numbers, one larger, another shape."""
    for (a, x), (b, y) in itertools.combinations(arguments.items(), 2):
        if isinstance(x, Tensor) and isinstance(y, Tensor) and x.dim() == y.dim() > 0:
            if x.shape != y.shape:
                en = f"`{a}` and `{b}` have different shapes"
                yield "other_shape", en, f"`{a}` et `{b}` ont des formes différentes"
        elif _is_size(a, x) and _is_size(b, y):
            for sign, holds in (("=", x == y), ("<", x < y), (">", x > y)):
                if holds:
                    yield f"pair_{sign}", f"`{a}` {sign} `{b}`", f"`{a}` {sign} `{b}`"
