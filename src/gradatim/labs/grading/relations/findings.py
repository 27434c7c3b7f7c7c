"""How a wrong value relates to the right one: what is certain without knowing the exercise.

Each relation is a way to change a right value; it is stated where the changed value is the
learner's, on every input that fails. The texts complete "Likely mistake:".
"""

import contextlib
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor

from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.relations.arguments import temperature, with_arguments
from gradatim.labs.grading.relations.factors import (
    Named,
    Pair,
    equal,
    factor_of_sizes,
    ratio_of,
    root_of_sizes,
    tensor_of,
)
from gradatim.labs.grading.relations.names import names
from gradatim.labs.grading.relations.places import (
    marked_otherwise,
    one_side,
    places_and_numbers,
    repeated_entry,
    reshaped,
    wrong_places,
)
from gradatim.labs.grading.relations.words import RELATIONS

Finding = tuple[str, dict[str, str]]  # its name, its sentence in English and in French

COINCIDENCES = {
    *("factor", "constant_added", "inverted", "squared", "root_taken", "one_minus", "inverse"),
    *("cut_above", "cut_below", "positions_returned", "numbers_returned"),
    *("rounded", "truncated", "absolute_value", "relu_taken", "wrong_in_last_only"),
    *("wrong_in_first_only", "other_order", "flipped", "summed_too_much", "averaged_too_much"),
    *("argument_added", "argument_not_added", "argument_multiplied", "argument_not_multiplied"),
    *("argument_reduced", "wrong_in_entry", "log_taken", "exponential_taken"),
    *("softmax_last", "sigmoid_taken"),
}
ONE_SIDE = ("too_large", "too_small")
ONE_PLACE = ("wrong_in_first_only", "wrong_in_last_only")
TRIVIAL: dict[
    str, Callable[[Tensor, dict[str, Any]], bool]
] = {  # where a small value proves little
    "all_equal": lambda right, _: right.numel() > 2,
    **dict.fromkeys(
        ("right_in_first_only", "right_in_last_only"),
        lambda right, values: _size(right, values["axis"]) > 2,
    ),
    "argument_reduced": lambda right, _: right.numel() > 1 or right.dim() == 0,
    # A choice among few is often the next one.
    "constant_added": lambda right, _: right.numel() > 1 or right.is_floating_point(),
}
MIN_ONE_SIDE = 4  # numbers; fewer are often wrong in one direction by chance
MAX_ELEMENTS = 20_000  # of one part; larger ones are compared by nobody's eye


def _size(value: Tensor, axis: int) -> int:
    """Along an axis; 0 where there is none, since the parts of a value have different shapes."""
    return value.shape[axis] if axis < value.dim() else 0


def relations(trials: list[Trial]) -> list[Finding]:
    """What holds between the learner's values and the right ones on all failing inputs."""
    pairs = _pairs(trials)
    if not pairs:
        return [sentence(key, values) for key, values in names(trials)]
    numbers = sum(mine.numel() for _, mine, _ in pairs)
    found: list[Finding] = _always_the_same(trials, pairs) + _always_inverted(trials, pairs)
    several = _changed(pairs) > 1
    for key, values in _candidates(*pairs[0]):
        if key == "shifted" and all(_size(right, values["axis"]) < 3 for *_, right in pairs):
            continue  # of one or two numbers, some are always in the place of others
        if key in (*FUNCTIONS, "cut_above", "cut_below", "factor", "shifted") and not several:
            continue
        if numbers < (MIN_ONE_SIDE if key in ONE_SIDE else 2 * (key in COINCIDENCES)):
            continue  # one number is always some multiple of another
        if key in ONE_PLACE and len(pairs) < 2:
            continue  # some number is always the last one
        if key in TRIVIAL and not any(TRIVIAL[key](right, values) for *_, right in pairs):
            continue
        finding = sentence(key, values)
        if finding not in found and all(_holds(key, values, *pair) for pair in pairs[1:]):
            found.append(finding)
    return found or factor_of_sizes(pairs) or root_of_sizes(pairs)


def _changed(pairs: list[Pair]) -> int:
    """How many different right numbers have become others."""
    alike = [(mine, right) for _, mine, right in pairs if mine.shape == right.shape]
    changed = [right[mine != right].double() for mine, right in alike]
    return len(torch.cat(changed).unique()) if changed else 0


def _pairs(trials: list[Trial]) -> list[Pair]:
    pairs = []
    for trial in trials:
        for path in trial.wrong:
            mine, right = tensor_of(trial.parts.get(path)), tensor_of(trial.right_parts.get(path))
            if mine is None or right is None or max(mine.numel(), right.numel()) > MAX_ELEMENTS:
                return []
            if not mine.numel() and not right.numel():
                continue  # two empty tensors say nothing
            if equal(trial, mine.double(), right.double()):
                return []  # the type alone is wrong
            pairs.append((trial, mine, right))
    return pairs


def _always_the_same(trials: list[Trial], pairs: list[Pair]) -> list[Finding]:
    """One number comes out for every input, also where it is right."""
    if len(pairs) < 2 or any(mine.numel() != 1 for _, mine, _ in pairs):
        return []
    paths = {path for trial in trials for path in trial.wrong}
    every = [tensor_of(trial.parts.get(path)) for trial in trials for path in paths]
    single = [value for value in every if value is not None and value.numel() == 1]
    numbers = {value.item() for value in single}
    right = [tensor_of(trial.right_parts.get(path)) for trial in trials for path in paths]
    rights = {float(value) for value in right if value is not None and value.numel() == 1}
    if len(paths) > 1 or len(numbers) > 1 or len(rights) < 2 or len(every) < 3:
        return []
    number = numbers.pop()
    if isinstance(number, bool) and "" not in paths:
        return []  # a part that says whether something was done, which is not returned
    told = str(number) if isinstance(number, bool) else f"{number:.4g}"
    return [sentence("always_the_same", {"number": told})]


def _always_inverted(trials: list[Trial], pairs: list[Pair]) -> list[Finding]:
    """Of one answer, yes or no, every one is wrong, and both occur."""
    single = all(mine.dtype == torch.bool and not mine.dim() for _, mine, _ in pairs)
    rights = {bool(right.any()) for _, _, right in pairs}
    if not single or len(pairs) < len(trials) or len(rights) < 2:
        return []
    paths = {path for trial in trials for path in trial.wrong}
    return [sentence("inverted", {})] if len(paths) == 1 else []


def _holds(key: str, values: dict[str, Any], *pair: Any) -> bool:
    return any(k == key and v == values for k, v in _candidates(*pair))


def sentence(key: str, values: dict[str, Any]) -> Finding:
    """What a relation says, in both languages."""
    english, french = RELATIONS[key]
    return key, {"en": english.format(**values), "fr": french.format(**values)}


def _candidates(trial: Trial, mine: Tensor, right: Tensor) -> Iterator[Named]:
    """Every relation that holds for one pair of parts, the most telling first."""
    if mine.shape == right.shape and mine.numel() and mine.dtype == torch.bool == right.dtype:
        if torch.equal(mine, ~right) and right.any() and not right.all():
            yield "inverted", {}
    elif mine.numel() and mine.shape == right.shape:
        yield from _arithmetic(trial, mine.double(), right.double())
    yield from with_arguments(trial, mine, right)
    yield from temperature(trial, mine, right)
    yield from places_and_numbers(trial, mine, right)
    yield from marked_otherwise(mine, right)
    yield from _layout(trial, mine, right)
    if mine.shape == right.shape and mine.numel():
        yield from repeated_entry(trial, mine, right)
        yield from wrong_places(trial, mine, right)
        if mine.dtype != torch.bool:
            yield from one_side(trial, mine.double(), right.double())


def _arithmetic(trial: Trial, mine: Tensor, right: Tensor) -> Iterator[Named]:
    if not mine.isfinite().all():
        return
    if equal(trial, mine, -right):
        yield "negated", {}
    ratio = ratio_of(trial, mine, right)
    if ratio is not None and ratio not in (0.0, 1.0, -1.0):
        yield "factor", {"factor": f"{ratio:.4g}"}
    difference = mine - right
    if mine.numel() > 1 and equal(trial, difference, difference.flatten()[0].expand_as(mine)):
        yield "constant_added", {"number": f"{difference.flatten()[0].item():+.4g}"}
    elif mine.numel() == 1 and abs(abs(difference.item()) - 1) < 1e-6:
        yield "constant_added", {"number": f"{difference.item():+.4g}"}
    for axis in range(mine.dim()):
        each = difference.select(axis, 0).numel()
        one = difference.movedim(axis, 0).flatten(1)[:, :1] if each > 1 else None
        if one is not None and len(one) > 1 and not equal(trial, one, one[:1].expand_as(one)):
            shape = [len(one) if k == axis else 1 for k in range(mine.dim())]
            if equal(trial, difference, one.view(shape).expand_as(difference)):
                yield "constant_per_entry", {"axis": axis}
    yield from _cut(trial, mine, right)
    for key, function in FUNCTIONS.items():
        informative = mine.any() or key not in ("rounded", "truncated", "relu_taken")
        if key in ("rounded", "truncated") and not torch.equal(mine, mine.round()):
            continue
        if key == "softmax_last" and (not right.dim() or right.shape[-1] < 2):
            continue  # of one number, it is always 1
        if informative and equal(trial, mine, function(right)):
            yield key, {}
    if mine.numel() > 1 and bool((mine == 0).all()):
        yield "all_zero", {}
    elif equal(trial, mine, mine.flatten()[0].expand_as(mine)):
        yield "all_equal", {}


FUNCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "squared": lambda r: r**2,
    "root_taken": lambda r: r.clamp(min=0).sqrt(),
    "absolute_value": lambda r: r.abs(),
    "one_minus": lambda r: 1 - r,
    "inverse": lambda r: 1 / r,
    "log_taken": lambda r: r.clamp(min=1e-30).log(),
    "exponential_taken": lambda r: r.clamp(max=80).exp(),
    "softmax_last": lambda r: r.softmax(-1) if r.dim() else r,
    "sigmoid_taken": lambda r: r.sigmoid(),
    "relu_taken": lambda r: r.relu(),
    "rounded": lambda r: r.round(),
    "truncated": lambda r: r.floor(),
}


def _cut(trial: Trial, mine: Tensor, right: Tensor) -> Iterator[Named]:
    """One limit that several numbers of the answer have, and none passes; 0 is that of relu."""
    for key, limit in (("cut_above", mine.max()), ("cut_below", mine.min())):
        cut = right.clamp(max=limit) if key == "cut_above" else right.clamp(min=limit)
        if limit != 0 and mine.numel() > 1 and (mine != limit).any() and equal(trial, mine, cut):
            yield key, {"number": f"{limit.item():.4g}"}


def _layout(trial: Trial, mine: Tensor, right: Tensor) -> Iterator[Named]:
    """The right numbers in another order or shape, too many or too few of them."""
    same = torch.equal if mine.dtype == torch.bool else lambda a, b: equal(trial, a, b)
    if 2 <= mine.dim() == right.dim() <= 5:
        for order in itertools.permutations(range(right.dim())):
            if order != tuple(range(right.dim())) and same(mine, right.permute(order)):
                yield "axes_permuted", {"order": order}
                break
        else:
            yield from reshaped(mine, right, same)
    if mine.shape == right.shape and mine.numel() > 1:
        for axis in range(right.dim()):
            if right.shape[axis] > 1 and same(mine, right.flip(axis)):
                yield "flipped", {"axis": axis}
    if mine.shape == right.shape and mine.numel():
        for axis, step in itertools.product(range(right.dim()), (1, -1)):
            rolled = right.roll(step, axis)
            inner = slice(1, None) if step == 1 else slice(None, -1)
            index = (*([slice(None)] * axis), inner)
            if same(mine[index], rolled[index]):
                yield "shifted", {"axis": axis, "step": step}
    if mine.shape != right.shape:
        yield from _other_shape(trial, mine, right, same)
    if mine.numel() == right.numel() > 2 and mine.dtype != torch.bool:
        flat, other = mine.double().flatten(), right.double().flatten()
        moved = not equal(trial, flat, other) and len(other.unique()) > 2
        if moved and equal(trial, flat.sort().values, other.sort().values):
            yield "other_order", {}


def _other_shape(
    trial: Trial, mine: Tensor, right: Tensor, same: Callable[[Tensor, Tensor], bool]
) -> Iterator[Named]:
    if mine.numel() == right.numel() and same(mine.flatten(), right.flatten()):
        ones = [s for s in mine.shape if s != 1] == [s for s in right.shape if s != 1]
        if ones:
            more = mine.dim() > right.dim()
            yield ("axis_left_over" if more else "axis_missing"), {}
        else:
            yield "right_numbers_other_shape", {}
    if mine.dim() == right.dim():
        for axis in range(mine.dim()):
            yield from _crop(axis, mine, right, same)
    if mine.dim() == right.dim() > 1 and right.numel():
        corner = mine[tuple(slice(n) for n in right.shape)]
        if same(corner, right):
            yield "larger_than_asked", {}
        extra = {m - n for m, n in zip(mine.shape, right.shape, strict=True)} - {0}
        width = extra.pop() // 2 if len(extra) == 1 else 0
        inner = [
            slice(width, -width) if m > n else slice(None)
            for m, n in zip(mine.shape, right.shape, strict=True)
        ]
        if width > 0 and same(mine[tuple(inner)], right):
            yield "border_around", {"width": width}
    if mine.dim() == right.dim() + 1:
        for axis, (key, reduce) in itertools.product(range(mine.dim()), REDUCTIONS.items()):
            if same(reduce(mine.double(), axis), right.double()):
                yield key, {"axis": axis}
    if mine.dim() == right.dim() - 1:
        for axis in range(right.dim()):
            for key, place in (("last_only", -1), ("first_only", 0)):
                if right.shape[axis] and same(mine, right.select(axis, place)):
                    yield key, {"axis": axis}
    if mine.dim() < right.dim() and mine.numel() < right.numel():
        yield from _reduced(mine, right, same)
    if mine.dim() > right.dim() and right.numel():
        with contextlib.suppress(RuntimeError):
            if same(mine, right.expand(mine.shape)):
                yield "repeated", {}


REDUCTIONS: dict[str, Callable[[Tensor, int], Tensor]] = {
    "not_summed": lambda t, axis: t.sum(axis),
    "not_averaged": lambda t, axis: t.mean(axis),
    "not_maximised": lambda t, axis: t.amax(axis) if t.shape[axis] else t.sum(axis),
    "diagonal_only": lambda t, axis: (
        t.diagonal(dim1=0, dim2=1).movedim(-1, 0)
        if axis == 0 and t.dim() > 1 and t.shape[0] == t.shape[1]
        else t.sum(axis) * torch.nan
    ),
}


def _reduced(
    mine: Tensor, right: Tensor, same: Callable[[Tensor, Tensor], bool]
) -> Iterator[Named]:
    for size in range(1, right.dim() + 1):
        for axes in itertools.combinations(range(right.dim()), size):
            for key, value in (
                ("summed", right.double().sum(axes)),
                ("averaged", right.double().mean(axes)),
            ):
                if same(mine.double(), value):
                    yield f"{key}_too_much", {}
                    return


def _crop(
    axis: int, mine: Tensor, right: Tensor, same: Callable[[Tensor, Tensor], bool]
) -> Iterator[Named]:
    """One tensor is the other without the first or last entries along an axis."""
    n, m = right.shape[axis], mine.shape[axis]
    if 0 < m < n:
        for key, start in (("last_missing", 0), ("first_missing", n - m)):
            if same(mine, right.narrow(axis, start, m)):
                yield key, {"axis": axis, "count": n - m}
    if m > n > 0:
        for key, start in (("last_too_many", 0), ("first_too_many", m - n)):
            if same(mine.narrow(axis, start, n), right):
                yield key, {"axis": axis, "count": m - n}
