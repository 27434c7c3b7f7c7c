"""Options that change nothing, though each does elsewhere: refused, or said in a sentence.

That every option is read by somebody is a test's business. Whether one counts beside the others
only the configs know: `unread()` of a config names the options that nothing reads with the others
as they are, and why.
"""

import dataclasses
import math
import warnings
from typing import TYPE_CHECKING, Any

from gradatim.errors import UserError
from gradatim.spelling import given, spelled

if TYPE_CHECKING:  # the list of options needs no torch
    from gradatim.training import Task, TrainConfig


def unread(config: Any) -> dict[str, str]:
    """The options that nothing reads, each with the reason; of a config and of those in it."""
    found: dict[str, str] = config.unread() if hasattr(config, "unread") else {}
    for field in dataclasses.fields(config):
        value = getattr(config, field.name)
        if dataclasses.is_dataclass(value):
            found = {**unread(value), **found}
    return found


def refuse_unread(recipe: Any, values: dict[str, Any]) -> None:
    """Refuse an option that was given and that nothing reads beside the others.

    Args:
        recipe: with all its options.
        values: those that were given.

    Raises:
        UserError: the first of them, and why it changes nothing.
    """
    for name, reason in unread(recipe).items():
        if name in values:
            raise UserError(f"{given(name, values[name])}, and {reason}: leave it out.")


def check_evaluations(
    name: str, train: "TrainConfig", own: "TrainConfig", usual: "TrainConfig", task: "Task"
) -> None:
    """Refuse or say it where what was asked of evaluations during a run will never happen.

    Args:
        name: of the recipe or task.
        train: how it is trained, where some options may follow from the data.
        own: the same before the data were read.
        usual: the same without what the user gave.
        task: which holds out data to measure, or not.

    Raises:
        UserError: nothing is held out to measure during the run.
    """
    asked = {
        option: getattr(train, option)
        for option in ("patience", "evaluate_every", "evaluate_seconds")
        if getattr(own, option) not in (None, getattr(usual, option))
    }
    if asked and not task.has_validation:
        option, value = next(iter(asked.items()))
        raise UserError(
            f"{given(option, value)}, and {name} holds out no data to measure during the run: "
            f"leave it out, or hold data out where there is {spelled('val_fraction', 'FRACTION')}."
        )
    total = train.total_steps(task.batches.steps_per_epoch)
    every = train.evaluate_every or task.batches.steps_per_epoch
    n_during = (total - 1) // every  # the last evaluation is that of the end
    if "evaluate_every" in asked and not n_during:
        warnings.warn(
            f"{given('evaluate_every', every)} and the run has {total:,} steps, so it is measured "
            "at its end only.",
            stacklevel=3,
        )
    by_clock = math.inf if train.evaluate_seconds else 0  # measurements that nobody can count
    if "patience" in asked and n_during + by_clock <= train.patience:  # type: ignore[operator]
        kept = ", though the best weights are kept" if n_during else ""
        warnings.warn(
            f"{given('patience', train.patience)} and the run is measured {n_during:,} times "
            f"before its end, so it does not stop early{kept}.",
            stacklevel=3,
        )
