"""The process of one external player.

    python -m gradatim.pyrat.matches.external_worker FILE [CLASS]

It reads one JSON object per line, asks the official `Player` of the file, and answers with one per
line. The player's standard streams lead nowhere. The process ends with its parent.
"""

import importlib.util
import inspect
import json
import os
import sys
import threading
import time
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any

from gradatim.process_tree import guard
from gradatim.pyrat.game.maze import ACTIONS


def main() -> None:
    """Load the file, say whether that worked, then play until the parent closes the pipe."""
    requests, answers = _private_pipes()
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()

    def answer(message: dict[str, Any]) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    try:
        player_class = load_player(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
        answer({"ready": player_class().get_name()})
    except BaseException as error:  # also SystemExit: a file may end the process at import
        answer({"refused": error_sentence(error)})
        return
    game, own = OfficialGame(player_class, sys.modules["pyrat"]), os.getpid()
    for line in requests:
        request = json.loads(line)
        game.began = time.process_time()
        try:
            action, why = game.play(request), ""
        except Exception as problem:
            action, why = 0, error_sentence(problem)
        if os.getpid() != own:  # a copy that the player made of this process: it answers nothing
            os._exit(0)
        spent = time.process_time() - game.began
        answer({"action": action, "cpu": spent, "error": why})


def _private_pipes():
    """Our two pipes, moved away from the numbers 0 and 1 that the player may use."""
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    return requests, answers


def _end_with_parent(parent: int) -> None:
    """A player that hangs must not outlive a parent that was killed."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def error_sentence(error: BaseException) -> str:
    """The error and the line of the player's file where it happened."""
    if isinstance(error, SyntaxError):
        return f"{error.msg} in line {error.lineno}"
    own = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == sys.argv[1]]
    where = f" in line {own[-1].lineno}" if own else ""
    text = " ".join(str(error).split())[:300]
    return f"{type(error).__name__}{': ' if text else ''}{text}{where}"


def read_source(path: Path) -> str:
    """The text of a Python file in whatever encoding it declares, as Python itself reads it.

    Raises:
        SyntaxError: text that is not Python, or that its encoding cannot be; before the slow import
            of the official package.
    """
    content = path.read_bytes()
    try:
        compile(content, str(path), "exec")
        return importlib.util.decode_source(content)
    except (ValueError, UnicodeError, MemoryError, RecursionError) as error:  # null bytes; nesting
        raise SyntaxError(f"it is not Python that can be read ({error})") from None


def load_player(path: Path, wanted: str | None) -> type:
    """The official player class that a file defines."""
    text = read_source(path)
    if "torch" not in text:
        # The official package imports torch where it can, which takes seconds, for one method.
        sys.modules["torch"] = None  # type: ignore[assignment]
    import pyrat  # only now: torch is kept from it above

    if sys.modules.get("torch", path) is None:
        del sys.modules["torch"]
    sys.path.insert(0, str(path.parent))  # the file may import its neighbors
    # In a workspace of the official game it may also say `from players.Random1 import Random1`.
    sys.path += [str(folder) for folder in path.parents if (folder / "players").is_dir()][:1]
    start, pyrat.Game.start = pyrat.Game.start, _refuse_to_start
    # A file may be called random.py or pyrat.py; what imports these must not get it instead.
    taken = path.stem in sys.modules or path.stem in sys.stdlib_module_names
    name = f"player_{path.stem}" if taken else path.stem
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError("it is not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    pyrat.Game.start = start
    classes = {
        key: value
        for key, value in vars(module).items()
        if inspect.isclass(value)
        and issubclass(value, pyrat.Player)
        and not inspect.isabstract(value)
        and value.__module__ == name
    }
    if wanted is not None and wanted not in classes:
        raise LookupError(f"it defines no player class {wanted}")
    if not classes:
        raise LookupError("it defines no subclass of pyrat.Player with a turn method")
    if wanted is None and len(classes) > 1 and path.stem not in classes:
        raise LookupError(f"it defines several players; choose FILE:CLASS from {sorted(classes)}")
    return classes[wanted or (path.stem if path.stem in classes else next(iter(classes)))]


def _refuse_to_start(*_: object, **__: object) -> None:
    raise ImportError(
        'it starts a game when it is imported; put these lines under `if __name__ == "__main__":`'
    )


class OfficialGame:
    """The official objects of one game after the other."""

    def __init__(self, player_class: type, official: ModuleType):
        self.player_class, self.official = player_class, official  # the package `pyrat`
        self.began = 0.0  # CPU seconds of this process when the player was asked

    def play(self, request: dict[str, Any]) -> int:
        """Answer one request with the action, 0 for a preprocessing."""
        if "maze" in request:
            self._begin(request)
        state = self._state(request)
        self.began = time.process_time()
        if "maze" in request:
            self.player.preprocessing(self.maze, state)
            return 0
        action = self.player.turn(self.maze, state)
        if not isinstance(action, self.official.Action):
            raise TypeError(f"turn must return a pyrat.Action, not {action!r:.80}")
        return ACTIONS.index(action.value)

    def _begin(self, request: dict[str, Any]) -> None:
        graph = {cell: dict(around) for cell, around in request["maze"]}
        self.maze = self.official.MazeFromDict(graph)
        # The official reader guesses the size from the passages and loses empty rows.
        self.maze._width, self.maze._height = request["width"], request["height"]
        self.player = self.player_class()
        own = self.player.get_name()
        other = "opponent" if own != "opponent" else "opponent_2"
        self.names = (own, other) if request["side"] == 0 else (other, own)

    def _state(self, request: dict[str, Any]) -> Any:
        state = self.official.GameState()
        for side, name in enumerate(self.names):
            target = request["target"][side]
            state.player_locations[name] = request["position"][side]
            state.score_per_player[name] = request["score"][side]
            state.muds[name] = {
                "target": None if target < 0 else target,
                "count": request["left"][side],
            }
            state.teams[("rat", "python")[side]] = [name]
        state.cheese = request["cheese"]
        state.turn = request["turn"]
        return state


def _tell_left(count: int) -> None:
    """Say how many processes the player had left running."""
    if count:
        os.write(1, json.dumps({"left": count}).encode() + b"\n")


if __name__ == "__main__":
    guard(main, _tell_left)
