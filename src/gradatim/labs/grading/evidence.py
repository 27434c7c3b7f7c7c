"""What a learner's outcomes say for and against an explanation, input by input and part by part.

An explanation is the outcome of other code on the same inputs: a stored mistake, or the solution
with one change. It needs not agree everywhere: where one raises and the other returns, nothing is
said, since the same mistake can be written so that it stops or so that it goes on.
"""

import numbers
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gradatim.labs.grading.outcomes import Outcome, judge, reference
from gradatim.labs.grading.spec import Check
from gradatim.labs.grading.values import LARGEST, Difference, compare, readable

SAME_ERROR = 0.002  # of the error
LEFT_BEHIND = ("mutated", "switched_off", "other_precision")
ROUNDING = 2e-7  # of numbers around 1 in single precision
MAX_DEPTH = 10  # of lists in lists
MAX_PARTS = 400  # of one value; the rest of a long list is not looked at


@dataclass
class Trial:
    """One input of a check, what the learner's code did with it and how that differs."""

    check: Check
    case: tuple
    outcome: Outcome
    difference: Difference | None  # None where it is right

    @cached_property
    def right(self) -> Any:
        """The reference's value, None where a judge decides."""
        return reference(self.check, self.case)

    @cached_property
    def parts(self) -> dict[str, Any]:
        """The learner's value, part by part; empty where it raised."""
        return {} if self.outcome.error is not None else parts_of(self.outcome.value)

    @cached_property
    def right_parts(self) -> dict[str, Any]:
        return {} if self.check.judge is not None else parts_of(self.right)

    @cached_property
    def wrong(self) -> list[str]:
        """The parts that differ from the reference, by their path."""
        if self.difference is None or self.check.judge is not None:
            return []
        return [
            path
            for path in dict.fromkeys([*self.right_parts, *self.parts])
            if not same_part(self.check, self.parts.get(path), self.right_parts.get(path))
        ]


@dataclass(frozen=True)
class Agreement:
    """How far an explanation goes: in parts of values that are wrong in the same way."""

    explained: frozenset[tuple[int, str]] = frozenset()
    by_values: bool = False  # not only the same error, or the same sentence of a judge
    unexplained: frozenset[tuple[int, str]] = frozenset()
    contrary: int = 0  # of the unexplained parts, those that are right with the explanation
    against: int = 0

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(
            self.explained | other.explained,
            self.by_values or other.by_values,
            self.unexplained | other.unexplained,
            self.contrary + other.contrary,
            self.against + other.against,
        )


def agree(i: int, trial: Trial, theirs: Outcome) -> Agreement:
    """Compare the learner's outcome on input i with an explanation's outcome."""
    check, mine = trial.check, trial.outcome
    if trial.difference is None:
        wrong = theirs.error is None and judge(check, theirs, trial.case) is not None
        return Agreement(against=int(wrong))
    whole = frozenset({(i, "")})
    if set(theirs.changed) - set(mine.changed):
        return Agreement(against=1)  # it overwrites what the learner's code leaves alone
    if mine.error is not None or theirs.error is not None:
        alike = type(mine.error) is type(theirs.error) and message(mine) == message(theirs)
        right = theirs.error is None and judge(check, theirs, trial.case) is None
        return (
            Agreement(explained=whole)
            if alike
            else Agreement(unexplained=whole, contrary=int(right))
        )
    if trial.difference.kind in LEFT_BEHIND:
        # The values are right: only an explanation that leaves the same behind fits.
        found = judge(check, theirs, trial.case)
        kind = found.kind if found is not None else ""
        alike = kind == trial.difference.kind and mine.changed == theirs.changed
        return Agreement(explained=whole) if alike else Agreement(unexplained=whole, contrary=1)
    if check.judge is not None:
        found = judge(check, theirs, trial.case)
        if found is None:
            return Agreement(unexplained=whole, contrary=1)
        alike = found.kind == trial.difference.kind and same_sentence(
            str(found.values.get("en", "")), str(trial.difference.values.get("en", ""))
        )
        return Agreement(explained=whole) if alike else Agreement(against=1)
    return _agree_by_parts(i, trial, parts_of(theirs.value))


def _agree_by_parts(i: int, trial: Trial, theirs: dict[str, Any]) -> Agreement:
    explained, unexplained, against = [], [], 0
    theirs = _named_alike(trial, theirs)
    inside = _inside_another(trial)
    for path in dict.fromkeys([*trial.right_parts, *trial.parts, *theirs]):
        if path in inside:
            continue
        right, part = trial.right_parts.get(path), theirs.get(path)
        they_are_right = same_part(trial.check, part, right)
        if path not in trial.wrong:
            against += not they_are_right
        elif they_are_right:
            unexplained.append((i, path))
        elif same_error(trial.check, part, trial.parts.get(path), right):
            explained.append((i, path))
        else:
            against += 1
    by_values = any(path in trial.parts and _is_finite(trial.parts[path]) for _, path in explained)
    contrary = len(unexplained)
    return Agreement(frozenset(explained), by_values, frozenset(unexplained), contrary, against)


def _inside_another(trial: Trial) -> set[str]:
    """Parts that cannot be there, since the learner has a value of another type in their place.

    That they are missing is no evidence: a number in the place of a dictionary lacks all its keys.
    """
    own = [path for path in trial.parts if path not in trial.right_parts]
    return {path for path in trial.right_parts if any(path.startswith(f"{p}[") for p in own)}


def _named_alike(trial: Trial, theirs: dict[str, Any]) -> dict[str, Any]:
    """Their parts, where what should not be there at all has the learner's names."""
    mine = [path for path in trial.parts if path not in trial.right_parts]
    other = [path for path in theirs if path not in trial.right_parts]
    names = dict(zip(other, mine, strict=True)) if len(mine) == len(other) else {}
    return {names.get(path, path): part for path, part in theirs.items()}


def _is_finite(value: Any) -> bool:
    """False for what holds nan or infinity: many mistakes lead there."""
    numbers_of = as_numbers(value)
    return numbers_of is None or bool(numbers_of.isfinite().all())


def same_part(check: Check, left: Any, right: Any) -> bool:
    """Whether two parts are equal for this check; not a number equals not a number."""
    if isinstance(left, Tensor) and isinstance(right, Tensor) and left.is_complex():
        return bool(torch.equal(left, right))
    if check.python_numbers and isinstance(left, Tensor) != isinstance(right, Tensor):
        return False
    try:
        return compare(left, right, check.tolerance) is None
    except (RuntimeError, TypeError, ValueError):  # a value that cannot be compared at all
        return False


def same_error(check: Check, theirs: Any, mine: Any, right: Any) -> bool:
    """Whether two wrong parts are wrong in the same way: equal, or as far from the right one.

    Numbers may differ by a small part of the error: another precision, another order of sums.
    """
    if same_part(check, theirs, mine):
        return not _is_zero_beside(theirs, mine, check)
    if _is_whole(mine) or _is_whole(theirs):
        return False
    tensors = [as_numbers(part) for part in (theirs, mine, right)]
    if any(tensor is None or not tensor.isfinite().all() for tensor in tensors):
        return False
    other, own, wanted = tensors
    if not own.shape == other.shape == wanted.shape:
        return False
    return bool(((own - other).abs() <= SAME_ERROR * (own - wanted).abs()).all())


def _is_zero_beside(theirs: Any, mine: Any, check: Check) -> bool:
    """Whether one is 0 and the other only so small that the tolerance makes it equal."""
    tensors = [as_numbers(part) for part in (theirs, mine)]
    if any(tensor is None or not tensor.numel() for tensor in tensors):
        return False
    most = sorted(float(tensor.nan_to_num().abs().max()) for tensor in tensors)
    return most[0] == 0 and ROUNDING < most[1] <= check.tolerance


def _is_whole(value: Any) -> bool:
    """Whether it is made of whole numbers, which nothing rounds."""
    if isinstance(value, Tensor):
        return not value.is_floating_point()
    return isinstance(value, int)


def as_numbers(value: Any) -> Any:
    """A tensor or number in double precision, None for anything else."""
    if isinstance(value, Tensor):
        plain = value.device.type != "meta" and not value.is_complex()
        return value.detach().cpu().double() if plain and value.dtype != torch.bool else None
    return torch.tensor(float(value)).double() if _is_number(value) else None


def parts_of(value: Any, path: str = "", depth: int = 0) -> dict[str, Any]:
    """The tensors, numbers and words inside a value by their path, as values.Difference has it.

    A list of numbers counts as one part, as does whatever is neither tuple, list nor dictionary,
    or lies too deep, as in a list that holds itself.
    """
    if isinstance(value, np.ndarray) or (
        isinstance(value, (list, tuple)) and value and all(map(_is_number, value))
    ):
        array = np.asarray(value)  # of objects, where one number is too large for all others
        return {path: torch.as_tensor(array) if array.dtype.kind in "biufc" else value}
    items: list[tuple[Any, Any]] = []
    if depth > MAX_DEPTH:
        return {path: None}
    if isinstance(value, dict):
        items = [(f"{path}[{key!r}]", item) for key, item in value.items()]
    elif isinstance(value, (list, tuple)):
        items = [(f"{path}[{k}]", item) for k, item in enumerate(value)]
    if not items:
        return {path: value}
    found: dict[str, Any] = {}
    for name, item in items[:MAX_PARTS]:
        found |= parts_of(item, name, depth + 1)
    return found


def _is_number(value: Any) -> bool:
    """Whether it is a number that a tensor can hold."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return False
    try:
        return abs(float(value)) < LARGEST or not isinstance(value, int)
    except Exception:  # 10**400, or a class of the learner's own
        return False


def message(outcome: Outcome) -> str:
    """An error's text without names and addresses, which differ from author to author."""
    raw = readable(outcome.error, str)
    text = re.sub(r"at 0x[0-9a-f]+", "", raw)
    text = re.sub(r"^[\w.<>]*\.?__init__\(\)|^\w+\(\)", "", text)
    text = re.sub(r"missing \d+ (required positional argument)s?:.*", r"missing \1", text)
    text = re.sub(r"'[^']*'", "''", text)
    return text if re.search(r"\w", text) else raw  # of a missing key, the key is all that it says


def same_sentence(left: str, right: str) -> bool:
    """Whether two sentences of a judge say the same; numbers drawn at random differ a little."""
    pattern = r"\d+(?:[.,]\d+)?%?"
    if re.sub(pattern, "#", left) != re.sub(pattern, "#", right):
        return False
    for one, other in zip(re.findall(pattern, left), re.findall(pattern, right), strict=True):
        a, b = (float(text.rstrip("%").replace(",", ".")) for text in (one, other))
        if one.endswith("%") and not min(a, b) and max(a, b) >= 2:
            return False  # what never happens is not rare
        # A fraction of what was drawn differs more from author to author than a mean does.
        relative, absolute = (0.1, 4) if one.endswith("%") else (0.05, 0.05)
        if abs(a - b) > relative * max(a, b) + absolute:
            return False
    return True
