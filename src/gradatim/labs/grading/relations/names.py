"""How a list of names relates to the right one: another order, a prefix, some missing."""

import re
from typing import Any

from gradatim.labs.grading.evidence import Trial
from gradatim.labs.grading.relations.factors import Named
from gradatim.labs.grading.values import part_of


def names(trials: list[Trial]) -> list[Named]:
    """What holds between the learner's lists of names and the right ones on all failing inputs."""
    found: list[Named] | None = None
    for trial in trials:
        if trial.difference is None:
            continue
        here = _relations(trial)
        found = here if found is None else [one for one in found if one in here]
    return found or []


def _relations(trial: Trial) -> list[Named]:
    if trial.difference is None or trial.outcome.error is not None or trial.right is None:
        return []
    path = re.sub(r"\[\d+\]$", "", trial.difference.path)  # of the list, not of the wrong name
    mine, right = (_listed(part_of(value, path)) for value in (trial.outcome.value, trial.right))
    if not (_are_names(mine) and _are_names(right)) or list(mine) == list(right):
        return []
    found: list[Named] = []
    if sorted(mine) == sorted(right):
        found.append(("names_in_other_order", {}))
    for key, longer, shorter in (("prefix_missing", right, mine), ("prefix_added", mine, right)):
        if len(mine) == len(right) and all(
            a.endswith(b) for a, b in zip(longer, shorter, strict=False)
        ):
            prefixes = {a.removesuffix(b) for a, b in zip(longer, shorter, strict=False)}
            if len(prefixes) == 1 and prefixes != {""}:
                found.append((key, {"prefix": prefixes.pop()}))
    if set(mine) < set(right):
        found.append(("names_missing", {}))
    if set(right) < set(mine):
        found.append(("names_too_many", {}))
    if set(mine) == set(right) and len(mine) > len(right):
        found.append(("names_repeated", {}))
    return found


def _listed(value: Any) -> Any:
    """A text of several names with commas between them, as a list."""
    return value.split(", ") if isinstance(value, str) and ", " in value else value


def _are_names(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)
