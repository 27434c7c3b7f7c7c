"""Write a network as a player of the official game, with NumPy and nothing else.

    export(model, Path("mine"))                 # mine/player.py and mine/weights.npz
    export(model, Path("mine"), search=True)    # a search that the network guides

The files have their own shortest paths, forward pass and search; tests compare them with ours.
"""

import re
from pathlib import Path

import numpy as np
from torch import nn

from gradatim.errors import UserError
from gradatim.files import write_atomically
from gradatim.models.pyrat.cheese_transformer import CheeseTransformer

LONGEST_NAME = 40
MARK = "written by `gradatim pyrat export`"  # in the head of every exported file


def export(
    model: nn.Module,
    folder: Path | str,
    name: str = "Gradatim",
    *,
    search: bool = False,
    plays_out: bool = False,
) -> list[Path]:
    """Write player.py and weights.npz; a search is player.py, and the network network_player.py.

    Args:
        model: a `CheeseTransformer`.
        folder: where; made if needed.
        name: of the player in the game.
        search: whether the network guides a search.
        plays_out: whether the network plays out near ties, as in `NetworkPlayer`.

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
    sizes = {"n_layers": model.config.n_layers, "n_heads": model.config.n_heads}
    info = {"name": name, **sizes, "plays_out": plays_out}
    network = _source("exported_player").replace("INFO: dict = {}", f"INFO: dict = {info}")
    texts = {"player.py": network}
    if search:
        texts = {"player.py": _source("exported_search"), "network_player.py": network}

    def write_weights(path: Path) -> None:
        with path.open("wb") as file:
            np.savez_compressed(file, **weights)

    try:
        for path in (folder / file for file in texts):
            if path.exists() and MARK not in path.read_text("utf-8", "replace"):
                raise UserError(
                    f"{path} is a file of your own and would be lost: give another folder."
                )
        for file, text in texts.items():
            write_atomically(folder / file, text)
        write_atomically(folder / "weights.npz", write_weights)
    except OSError as error:
        raise UserError(
            f"cannot write to {folder} ({error.strerror or error}): give another folder."
        ) from error
    return [folder / file for file in (*texts, "weights.npz")]


def _source(name: str) -> str:
    """The text of a file beside this one, with what it takes from another in its place.

    None of ours is imported where it will run.
    """
    text = Path(__file__).with_name(f"{name}.py").read_text("utf-8")
    return re.sub(
        r"from gradatim\.pyrat\.interop\.(\w+) import .*\n",
        lambda found: _source(found[1]).split('"""', 2)[2].strip() + "\n\n",
        text,
    )
