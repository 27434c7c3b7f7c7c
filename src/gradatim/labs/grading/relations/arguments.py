"""How a learner's numbers relate to the arguments: returned, not added, reduced too early."""

import contextlib
import itertools
from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.outcomes import argument_names
from gradatim.labs.grading.relations.factors import Named, equal, tensor_of

REDUCTIONS: tuple[tuple[str, str, Callable[[Tensor, tuple[int, ...]], Tensor]], ...] = (
    ("mean", "la moyenne", lambda t, axes: t.mean(axes)),
    ("sum", "la somme", lambda t, axes: t.sum(axes)),
    ("maximum", "le maximum", lambda t, axes: t.amax(axes)),
    ("minimum", "le minimum", lambda t, axes: t.amin(axes)),
)
MAX_AXES = 4


def with_arguments(trial: Trial, mine: Tensor, right: Tensor) -> Iterator[Named]:
    """Relations to the arguments: returned as it came, not added, not multiplied, reduced."""
    arguments = zip(argument_names(trial.check, trial.case), trial.case, strict=True)
    for name, argument in arguments:
        value = tensor_of(argument)
        # A mask equals many answers by chance, as a 0 or 1 does.
        if value is None or value.dtype == torch.bool or isinstance(argument, bool):
            continue
        if value.dim() and value.shape == mine.shape and equal(trial, mine, value):
            yield "argument_returned", {"name": name}
        if value.is_floating_point() and mine.is_floating_point():
            yield from _reduced(trial, name, value, mine)
        if mine.shape != right.shape or not mine.numel() or not mine.double().isfinite().all():
            continue
        for stretched in _stretched(value, right):
            # Zeros: whether they were added or not cannot be told.
            if float(stretched.abs().max()) < 1e-6:
                continue
            m, r = mine.double(), right.double()
            # Two single numbers differ by something always; that it is an argument may be chance.
            informative = value.dim() > 0 or mine.numel() > 1
            if informative and equal(trial, m + stretched, r):
                yield "argument_not_added", {"name": name}
            if informative and equal(trial, m - stretched, r):
                yield "argument_added", {"name": name}
            # A factor of 1 explains nothing.
            constant = bool((stretched == 1).all())
            if not constant and (informative or abs(r).max() > 0) and value.dim() == 0:
                if equal(trial, m * stretched, r):
                    yield "argument_not_multiplied", {"name": name}
                if equal(trial, m, r * stretched):
                    yield "argument_multiplied", {"name": name}


def _stretched(value: Tensor, right: Tensor) -> Iterator[Tensor]:
    """The argument broadcast to the right value: as it is, and one number per index of an axis."""
    value = value.double()
    with contextlib.suppress(RuntimeError):
        yield value.expand(right.shape)
    if value.dim() == 1:
        for axis in range(right.dim() - 1):
            if right.shape[axis] == len(value):
                shape = [1] * right.dim()
                shape[axis] = len(value)
                yield value.view(shape).expand(right.shape)


def _reduced(trial: Trial, name: str, value: Tensor, mine: Tensor) -> Iterator[Named]:
    """The mean, sum, largest or smallest number of an argument along some of its axes."""
    # Every subset of axes is tried: 2 to the power of their number.
    if not 0 < value.dim() <= MAX_AXES or not mine.numel() or value.numel() <= mine.numel():
        return
    for size in range(1, value.dim() + 1):
        for axes in itertools.combinations(range(value.dim()), size):
            rest = [n for axis, n in enumerate(value.shape) if axis not in axes]
            if rest != [n for n in mine.shape if n != 1] and rest != list(mine.shape):
                continue
            for english, french, reduce in REDUCTIONS:
                found = reduce(value.double(), axes)
                if found.numel() == mine.numel() and equal(
                    trial, mine.double().flatten(), found.flatten()
                ):
                    told = ", ".join(map(str, axes))
                    yield (
                        "argument_reduced",
                        {
                            **{"name": name, "english": english, "french": french, "axes": told},
                            **{"axis": "axes" if size > 1 else "axis"},
                            **{"axe": "des axes" if size > 1 else "de l'axe"},
                        },
                    )


def temperature(trial: Trial, mine: Tensor, right: Tensor) -> Iterator[Named]:
    """The distributions that come out where all scores are multiplied by one number."""
    m, r = mine.double(), right.double()
    if m.shape != r.shape or not m.dim() or m.shape[-1] < 2 or not bool((m > 0).all()):
        return
    used = bool((r > 1e-6).all()) and bool((m > 1e-9).all())
    # Both must be probabilities: positive, and of sum 1.
    ones = torch.ones(())
    if not used or not all(equal(trial, t.sum(-1), ones.expand(t.shape[:-1])) for t in (m, r)):
        return
    # Softmax forgets a constant added to all scores: centered log-probabilities are the scores.
    own, wanted = (t.log() - t.log().mean(-1, keepdim=True) for t in (m, r))
    if float(wanted.abs().max()) < 1e-3:
        return
    # Least squares: the factor that fits all scores best; below, whether it fits them.
    factor = float((own * wanted).sum() / (wanted**2).sum())
    if abs(factor - 1) > 0.01 and equal(trial, m, (factor * r.log()).softmax(-1)):
        yield "scores_multiplied", {"factor": f"{factor:.3g}"}
        yield "scores_multiplied_by_some", {}
