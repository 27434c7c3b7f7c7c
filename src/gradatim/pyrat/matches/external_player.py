"""Players from a file: an official `Player` class, run in a process of its own.

    with ExternalPlayer(Path("players/mine.py")) as mine: ...

Time runs as in the official mode MATCH: 3.0 s to prepare, 0.1 s per turn. A late answer is a missed
turn, and it is played on the turn in which it arrives; a crash or a wrong return is "nothing".
A process that dies, or gives no answer for `MAX_SILENCE` seconds, misses the rest of its game; the
next game starts a new one. Unlike the official loop, ours continues as soon as the answer is there.
"""

import contextlib
import json
import math
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import numpy as np

from gradatim.errors import UserError
from gradatim.process_tree import end_tree, mark_environment
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze import ACTIONS
from gradatim.typed import parse_json

PREPROCESSING_TIME, TURN_TIME = 3.0, 0.1  # seconds, the official defaults
LOADING_TIME = 120.0  # seconds to import the official package and the file
MAX_SILENCE = 10.0  # seconds without an answer, after which the process is ended


class Died(Exception):
    """The process of the player has ended."""


class ExternalPlayer:
    """A player in a process; plays one game at a time.

    Args:
        path: a Python file with a subclass of `pyrat.Player`.
        class_name: which class, where the file defines several.
        turn_time, preprocessing_time: seconds of wall time.
        clock: tells the time in seconds, to find out for how long no answer came.

    Raises:
        UserError: no such file, or one that cannot be loaded.
    """

    def __init__(
        self,
        path: Path,
        class_name: str | None = None,
        *,
        turn_time: float = TURN_TIME,
        preprocessing_time: float = PREPROCESSING_TIME,
        clock: Callable[[], float] = time.monotonic,
    ):
        if not path.is_file():
            raise UserError(f"there is no player file {path}.")
        self.path, self.class_name = path.resolve(), class_name
        self.turn_time, self.preprocessing_time = turn_time, preprocessing_time
        self.clock = clock
        self.cpu_seconds = 0.0  # of the player's own process, preprocessing included
        self.misses = self.errors = 0
        self.first_error = ""
        self.process: subprocess.Popen | None = None
        self.name = self._start()

    def __enter__(self) -> "ExternalPlayer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process and whatever it started."""
        process, self.process = self.process, None
        if process is None:
            return
        end_tree(process, self.mark)
        self.reader.join(1.0)  # the last thing that the guard says is how many it ended
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def _start(self) -> str:
        words = [sys.executable, "-m", "gradatim.pyrat.matches.external_worker", str(self.path)]
        quiet = {"SDL_VIDEODRIVER": "dummy", "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
        self.mark, environment = mark_environment()
        self.process = subprocess.Popen(
            [*words, self.class_name] if self.class_name else words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"OMP_NUM_THREADS": "1", **environment, **quiet},
            text=True,
            start_new_session=True,
        )
        self.answers: queue.Queue = queue.Queue()
        self.reader = threading.Thread(target=self._collect, args=(self.process.stdout,))
        self.reader.daemon = True
        self.reader.start()
        self.asked_at: float | None = None  # when the open request was sent, None for no request
        self.preparing = False
        try:
            answer = self._receive(LOADING_TIME)
            if answer is None:
                raise UserError(f"{self.path.name} was not loaded in {LOADING_TIME:g} seconds.")
        except Died:
            self.close()
            raise UserError(f"{self.path.name} ended its process while it was loaded.") from None
        except BaseException:
            self.close()
            raise
        if "ready" not in answer:
            self.close()
            refused = answer.get("refused", "no answer")
            if "No module named 'pyrat'" in refused:
                raise UserError(
                    "the official game is not installed: pip install 'gradatim[pyrat]' brings it."
                )
            raise UserError(f"{self.path.name} is not a player: {refused}.")
        return answer["ready"]

    def _receive(self, seconds: float) -> dict[str, Any] | None:
        """The next answer, None if it does not come in time."""
        try:
            answer = self.answers.get(timeout=seconds)
        except queue.Empty:
            return None
        if answer is None:
            raise Died
        return answer

    def _collect(self, pipe: IO[str]) -> None:
        """Pass the answers on as they come; None at the end of the process."""
        answers = self.answers  # those of this process: the next one has its own
        with contextlib.suppress(ValueError, OSError):
            for line in pipe:
                message = _message(line)
                if message is None:
                    break
                if "left" in message:
                    why = f"it left {message['left']} running processes, which were ended"
                    self.first_error = self.first_error or why
                else:
                    answers.put(message)
        answers.put(None)

    def _send(self, request: dict[str, Any]) -> None:
        assert self.process is not None
        assert self.process.stdin is not None
        self.asked_at = self.clock()
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
        except OSError:
            raise Died from None

    def _wait(self, seconds: float) -> dict[str, Any] | None:
        """The answer to the open request, with its costs counted; None if it is late."""
        answer = self._receive(seconds)
        if answer is None:
            if self.asked_at is not None and self.clock() - self.asked_at > MAX_SILENCE:
                self._lose(f"no answer for {MAX_SILENCE:g} seconds")
            return None
        if "cpu" not in answer:  # true words of ours, said by somebody else
            raise Died
        self.asked_at = None
        self.cpu_seconds += answer["cpu"]
        if answer["error"]:
            self.errors += 1
            self.first_error = self.first_error or answer["error"]
        return answer

    def _lose(self, why: str) -> None:
        self.close()
        self.errors += 1
        self.first_error = self.first_error or why

    def __call__(self, games: Games, side: int) -> np.ndarray:
        """The action of the one game, as an array (1,) int8."""
        if games.n != 1:
            raise UserError("a player from a file plays one game at a time.")
        state = games.state
        action = 0
        if not (state.over[0] or state.capped[0]):
            try:
                if state.turn[0] == 0:
                    self._begin(games, side)
                if state.mud_left[0, side] == 0:
                    action = self._turn(games)
            except Died:
                self._lose("its process ended")
                self.misses += 1
        return np.array([action], np.int8)

    def _begin(self, games: Games, side: int) -> None:
        if self.process is not None and self.asked_at is not None:
            self.close()  # it is still busy with the game before
        if self.process is None:
            try:
                self._start()
            except UserError:  # it was loaded once before, so it misses this game and no more
                return
        maze = games.pool.maze(int(games.state.maze[0]))
        request = {
            "maze": [[cell, list(around.items())] for cell, around in maze.as_dict().items()],
            "width": maze.width,
            "height": maze.height,
            "side": side,
        }
        self._send({**request, **_official_state(games, 0)})
        self.preparing = self._wait(self.preprocessing_time) is None

    def _turn(self, games: Games) -> int:
        if self.process is None:
            self.misses += 1
            return 0
        if self.asked_at is None:
            self._send(_official_state(games, int(games.state.turn[0]) + 1))
        answer = self._wait(self.turn_time)
        if answer is None or self.preparing:
            self.preparing = self.preparing and answer is None
            self.misses += 1
            return 0
        return answer["action"]


def _message(line: str) -> dict[str, Any] | None:
    """A line that `external_worker` writes; None for any other, which a player may have written."""
    try:
        found = parse_json(line.encode())
    except ValueError:
        return None
    match found:
        case {"left": int()} | {"ready": str()} | {"refused": str()}:
            return found
        case {"action": int(action), "cpu": int() | float() as cpu, "error": str()}:
            return found if action in range(len(ACTIONS)) and 0 <= cpu < math.inf else None
    return None


def _official_state(games: Games, turn: int) -> dict[str, Any]:
    """What the official game state holds, in plain numbers."""
    state = games.state
    return {
        "position": state.position[0].tolist(),
        "target": state.mud_target[0].tolist(),
        "left": state.mud_left[0].tolist(),
        "score": state.score[0].tolist(),
        "cheese": state.slots[0][state.present[0]].tolist(),
        "turn": turn,
    }
