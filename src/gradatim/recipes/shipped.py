"""The names of the models that ship with the package, and the command that uses each."""

from pathlib import Path

from gradatim.errors import UserError

COMMANDS = {
    "everyday-bert": "fill {} 'TEXT WITH [MASK]'",
    "everyday-llama": "generate {} --prompt TEXT",
    "dates-bahdanau": "translate {} DATE",
    "mnist-flow": "draw {} WORDS",
    "emoji-clip": "match {} IMAGE",
    "scene-captioner": "caption {} IMAGE",
}


def refuse_shipped(folder: Path | str, task: str) -> None:
    """Refuse the name of a model that ships where one for another task is needed.

    Args:
        folder: a run folder, or a name.
        task: what is needed and this model does not do.

    Raises:
        UserError: the name of a model that ships.
    """
    name = str(folder)
    # A run of one's own may have that name, and is then what is meant.
    if name in COMMANDS and not Path(name).exists():
        command = COMMANDS[name].format(name)
        raise UserError(f"{name}, which ships, does not {task}: use `gradatim {command}`.")
