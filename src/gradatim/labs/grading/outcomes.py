"""Call a learner's function on one input, and judge what it did."""

import copy
import inspect
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gradatim.labs.grading.learner_source import SEED, seed
from gradatim.labs.grading.spec import Check
from gradatim.labs.grading.values import Difference, compare, has_nan


@dataclass
class Outcome:
    """What one call of a function did."""

    value: Any = None
    error: BaseException | None = None
    changed: list[str] = field(default_factory=list)  # arguments changed in place
    left: str = ""  # what it leaves changed for all that follows: a key of the messages


ROUNDING = 5e-7  # of a number around 1 that is changed and put back

# Many explanations are tried on the same inputs. What is kept keeps its id.
_inputs: dict[int, tuple[Check, list[tuple]]] = {}
_references: dict[tuple[int, int], tuple[Check, tuple, Any]] = {}


def inputs_of(check: Check) -> list[tuple]:
    """The argument tuples of a check, the same ones every time."""
    if id(check) not in _inputs:
        _inputs[id(check)] = check, list(check.inputs(torch.Generator().manual_seed(0)))
    return _inputs[id(check)][1]


def forget() -> None:
    """Let go of all checks, which know the answers."""
    _inputs.clear()
    _references.clear()


def call(check: Check, module: types.ModuleType, case: tuple, number: int = SEED) -> Outcome:
    """Run a module's object on a copy of the inputs, with the random numbers of a seed."""
    # A copy: a function that changes its arguments must not change them for the next one.
    inputs = copy.deepcopy(case)
    sys.modules[module.__name__] = module  # a check may look other functions up there
    seed(number)
    try:
        function = getattr(module, check.name)
        value = check.run(function, *inputs) if check.run else function(*inputs)
    except BaseException as error:
        return Outcome(error=error)
    finally:
        left = _set_back()
    changed = [] if check.in_place else _changed(check, case, inputs)
    return Outcome(value=value, changed=changed, left=left)


def _set_back() -> str:
    """Undo what would change the next call, and every answer that it is compared with."""
    left = "" if torch.is_grad_enabled() else "switched_off"
    if torch.get_default_dtype() != torch.float32:
        left = "other_precision"
    # The learner's code runs in our process: what it switches off would be off for the reference as
    # well.
    torch.set_grad_enabled(True)
    torch.set_default_dtype(torch.float32)
    return left


def judge(check: Check, outcome: Outcome, case: tuple) -> Difference | None:
    """None where the outcome is right."""
    if outcome.error is not None:
        return Difference("raised")
    if check.judge is not None:
        try:
            # The judge gets the inputs as they were, whatever the function did to its own.
            sentences = check.judge(outcome.value, *copy.deepcopy(case))
        except (TypeError, AttributeError, RuntimeError, ValueError, IndexError, KeyError):
            # The value is of a kind that the judge cannot even read.
            return Difference("none" if outcome.value is None else "unreadable_value")
        if sentences is None and has_nan(outcome.value) and not has_nan(case):
            return Difference("nan", values={"bad": "nan"})  # it is neither too large nor too small
        if sentences is None:
            return _left_behind(outcome)
        if outcome.value is None:
            return Difference("none")
        return Difference("judged", values={"en": sentences[0], "fr": sentences[1]})
    right = reference(check, case)
    try:
        if check.tuples and (found := _list_for_tuple(outcome.value, right)):
            return found
        difference = compare(outcome.value, right, check.tolerance)
        if difference is None and check.python_numbers:
            difference = _tensor_for_number(outcome.value, right)
    except Exception:  # a tensor without numbers, a class whose own methods raise
        return Difference("unreadable_value")
    return difference or _left_behind(outcome)


def _tensor_for_number(value: Any, right: Any, path: str = "") -> Difference | None:
    """The first tensor in the place of a number; the two are equal otherwise."""
    if isinstance(value, Tensor) and isinstance(right, (int, float)):
        return Difference("tensor_for_number", path)
    if isinstance(right, dict):
        pairs = [(f"{path}[{key!r}]", value[key], right[key]) for key in right]
    elif isinstance(right, (list, tuple)) and isinstance(value, (list, tuple)):
        pairs = [(f"{path}[{i}]", value[i], right[i]) for i in range(len(right))]
    else:
        return None
    found = (_tensor_for_number(own, other, name) for name, own, other in pairs)
    return next(filter(None, found), None)


def _list_for_tuple(value: Any, right: Any, path: str = "") -> Difference | None:
    """The first list in the place of a tuple."""
    if not isinstance(right, tuple) or not isinstance(value, (list, tuple)):
        return None
    if isinstance(value, list):
        return Difference("type", path, {"got": "a list", "expected": "a tuple"})
    parts = enumerate(zip(value, right, strict=False))
    found = (_list_for_tuple(own, other, f"{path}[{i}]") for i, (own, other) in parts)
    return next(filter(None, found), None)


def _left_behind(outcome: Outcome) -> Difference | None:
    """What is left to say of a right value: that something else was changed on the way."""
    if outcome.changed:
        return Difference("mutated", values={"argument": outcome.changed[0]})
    return Difference(outcome.left) if outcome.left else None


def reference(check: Check, case: tuple) -> Any:
    """What is right for these inputs, None where a judge decides."""
    if check.expected is None:
        return None
    key = id(check), id(case)
    if key not in _references:
        seed()  # the learner's random numbers and ours are the same where both draw in one order
        _references[key] = check, case, check.expected(*copy.deepcopy(case))
    return _references[key][2]


def argument_names(check: Check, case: tuple) -> list[str]:
    """The names of the inputs: those of the reference's (or judge's) parameters."""
    source: Callable[..., Any] | None = check.expected or check.judge
    names = list(inspect.signature(source).parameters) if source else []
    if check.expected is None:
        names = names[1:]  # the judge's first parameter is the learner's value
    if len(names) != len(case):
        names = [f"argument {i + 1}" for i in range(len(case))]
    return names


def _changed(check: Check, before: tuple, after: tuple) -> list[str]:
    return [
        name
        for name, old, new in zip(argument_names(check, before), before, after, strict=True)
        if _differs(old, new)
    ]


def _same_numbers(old: Tensor, new: Tensor) -> bool:
    """Whether they are equal up to rounding: what is added and subtracted again is put back."""
    if not old.is_floating_point():
        return torch.equal(old, new)
    return torch.allclose(old, new, rtol=ROUNDING, atol=ROUNDING)


def _differs(old: Any, new: Any) -> bool:
    """Whether an argument has changed; what is neither tensor, number nor collection has not."""
    if isinstance(old, (Tensor, dict, list, tuple)) and not isinstance(new, type(old)):
        return True
    if isinstance(old, Tensor):
        # Before the numbers: tensors of different shapes cannot be compared one by one.
        if (old.device, old.dtype, old.shape) != (new.device, new.dtype, new.shape):
            return True
        meta = old.device.type == "meta"  # these have no numbers
        return not meta and not _same_numbers(old.nan_to_num(), new.nan_to_num())
    if isinstance(old, np.ndarray):
        return not (isinstance(new, np.ndarray) and np.array_equal(old, new, equal_nan=True))
    if isinstance(old, dict):
        return old.keys() != new.keys() or any(_differs(old[key], new[key]) for key in old)
    if isinstance(old, (list, tuple)):
        return len(old) != len(new) or any(map(_differs, old, new))
    return isinstance(old, (bool, int, float, str)) and old != new
