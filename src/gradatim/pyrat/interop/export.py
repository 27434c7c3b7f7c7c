"""Write a network as one file that the official game can play, with NumPy and nothing else.

    export(model, Path("mine"))      # mine/player.py and mine/weights.npz

The file has its own shortest paths and its own forward pass; tests compare both with ours.
"""

import json
from pathlib import Path

import numpy as np
from torch import nn

from gradatim.errors import UserError
from gradatim.files import write_atomically
from gradatim.models.pyrat.cheese_transformer import CheeseTransformer

LONGEST_NAME = 40
MARK = "written by `gradatim pyrat export`"  # in the head of every exported file


def export(model: nn.Module, folder: Path | str, name: str = "Gradatim") -> list[Path]:
    """Write player.py and weights.npz.

    Args:
        model: a `CheeseTransformer`.
        folder: where; made if needed.
        name: of the player in the game.

    Returns:
        The files.

    Raises:
        UserError: another network, a folder that cannot be written or holds another player, or a
            name that cannot be shown.
    """
    if not isinstance(model, CheeseTransformer):
        raise UserError(
            f"only a Transformer on cheeses can be exported, not a {type(model).__name__}: name "
            "a run of `gradatim train pyrat-imitation`, or `champion`."
        )
    if not name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        raise UserError(
            f"a player's name is a word of 1 to {LONGEST_NAME} letters, not {name[:60]!r}."
        )
    folder = Path(folder)
    weights = {
        k: v.detach().cpu().numpy().astype(np.float32) for k, v in model.state_dict().items()
    }
    info = {"name": name, "n_layers": model.config.n_layers, "n_heads": model.config.n_heads}
    text = Path(__file__).with_name("exported_player.py").read_text("utf-8")
    text = text.replace("INFO: dict = {}", f"INFO: dict = {json.dumps(info)}")

    def write_weights(path: Path) -> None:
        with path.open("wb") as file:
            np.savez_compressed(file, **weights)

    files = [folder / "player.py", folder / "weights.npz"]
    try:
        if files[0].exists() and MARK not in files[0].read_text("utf-8", "replace"):
            raise UserError(
                f"{files[0]} is a file of your own and would be lost: give another folder."
            )
        write_atomically(files[0], text)
        write_atomically(files[1], write_weights)
    except OSError as error:
        raise UserError(
            f"cannot write to {folder} ({error.strerror or error}): give another folder."
        ) from error
    return files
