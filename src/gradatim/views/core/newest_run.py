"""The newest run of some recipes in the folder of runs, for a view."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from gradatim.errors import UserError
from gradatim.training.run_folder.files import read_config

DEPTHS = (
    "*",
    "*/*",
)  # below the folder of runs: a run, or one of the tour's, in a folder of its own


def newest_run(
    runs: Path, recipes: Collection[str], open_it: Callable[[Path], Any], missing: str
) -> tuple[Any, str]:
    """Open the newest run of one of these recipes; one that is damaged is passed over.

    Args:
        runs: the folder of all runs.
        recipes: names of recipes.
        open_it: opens a run folder.
        missing: what to say where there is none.

    Returns:
        What `open_it` gave, and the folder's name.

    Raises:
        UserError: there is none.
    """
    found = [file for depth in DEPTHS for file in runs.glob(f"{depth}/model.safetensors")]
    for weights in sorted(found, key=lambda file: -file.stat().st_mtime):
        try:
            if read_config(weights.parent)["recipe"] in recipes:
                return open_it(weights.parent), weights.parent.name
        except (UserError, OSError):
            continue  # it is damaged: an older one may do
    raise UserError(missing)
