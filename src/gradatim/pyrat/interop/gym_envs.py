"""PyRat for other people's learners: a PettingZoo and two Gymnasium environments.

    PyRatParallel   both players learn (PettingZoo `ParallelEnv`)
    PyRatVector     one learner against a named opponent, many games at once (Gymnasium `VectorEnv`)
    PyRatEnv        the same, one game (Gymnasium `Env`)

The reward is what I gained in a turn minus what the other gained, so the return of a game is the
final lead. A game that is cut off by the turn cap is truncated. `gradatim.pyrat.environments` makes
the last two known to `gymnasium.make`. Needs `gradatim[env]`.
"""

from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces
from gymnasium.vector import AutoresetMode, VectorEnv
from pettingzoo import ParallelEnv

from gradatim.errors import UserError
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze import ACTIONS
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.game.presets import Preset, preset
from gradatim.pyrat.interop.env_observations import (
    action_masks,
    observation_space,
    observe,
    potential,
    row_of,
)
from gradatim.pyrat.matches.board_text import board_of, board_text
from gradatim.pyrat.registry import player

N_MAZES = 64  # in the pool of an environment


def _with_cap(chosen: Preset | str) -> Preset:
    found = preset(chosen) if isinstance(chosen, str) else chosen
    return found.capped()


class PyRatVector(VectorEnv):
    """N games against a named opponent.

    Args:
        num_envs: number of games.
        preset: a preset's name or a `Preset`.
        opponent: a scripted player.
        observation: nearest, flat, planes or entities.
        side: 0 or 1, which player learns.
        n_mazes: in the pool; `seed` of the first reset decides which.
        shaping: pieces of cheese that walking to the nearest cheese is worth, see `potential`: the
            reward gets shaping * (discount * potential after - potential before), which changes
            no best policy (Ng et al. 1999).
        discount: of the learner, for the shaping.
        autoreset_mode: of Gymnasium: a finished game is replaced on the next step, whose action
            does nothing, or at once, and its last observation is in `info["final_obs"]`.

    Raises:
        UserError: unknown preset, opponent or observation; a shaping below 0.
    """

    def __init__(
        self,
        num_envs: int = 1,
        preset: Preset | str = "default",
        *,
        opponent: str = "greedy",
        observation: str = "planes",
        side: int = 0,
        n_mazes: int = N_MAZES,
        shaping: float = 0.0,
        discount: float = 0.99,
        autoreset_mode: AutoresetMode | str = AutoresetMode.NEXT_STEP,
    ):
        if side not in (0, 1):
            raise UserError(f"side is 0 or 1, not {side!r}.")
        if not shaping >= 0 or not 0 <= discount <= 1:
            raise UserError(
                f"shaping is 0 or more and discount from 0 to 1, not {shaping!r} and {discount!r}."
            )
        self.num_envs, self.opponent, self.observation, self.side = (
            num_envs,
            opponent,
            observation,
            side,
        )
        self.shaping, self.discount = shaping, discount
        self.at_once = AutoresetMode(autoreset_mode) == AutoresetMode.SAME_STEP
        self.metadata = {"autoreset_mode": AutoresetMode(autoreset_mode), "render_modes": []}
        self.pool = MazePool.build(_with_cap(preset), n_mazes)
        self._begin(0)
        self.single_action_space = spaces.Discrete(len(ACTIONS))
        self.single_observation_space = observation_space(self.games, observation)
        self.action_space = gymnasium.vector.utils.batch_space(self.single_action_space, num_envs)
        self.observation_space = gymnasium.vector.utils.batch_space(
            self.single_observation_space, num_envs
        )

    def _begin(self, seed: int) -> None:
        self.games = Games(self.pool, self.num_envs, seed=seed, auto_reset=False)
        self.other = player(self.opponent, seed)
        self.finished = np.zeros(self.num_envs, np.bool_)

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None):
        """Begin N new games; the same seed gives the same games and the same opponent."""
        super().reset(seed=seed)
        self._begin(int(self.np_random.integers(2**62)))
        return observe(self.games, self.side, self.observation), {"action_mask": self.masks()}

    def masks(self) -> np.ndarray:
        """Which actions move the player now, (N, 5) bool."""
        return action_masks(self.games, self.side)

    def _play(self, actions: np.ndarray):
        """One turn of every game; a finished game stands still and pays nothing."""
        moves = np.empty((self.num_envs, 2), np.int8)
        moves[:, self.side] = actions
        moves[:, 1 - self.side] = self.other(self.games, 1 - self.side)
        before = potential(self.games, self.side) if self.shaping else None
        outcome = self.games.step(moves)
        going, gained = ~self.finished, outcome.gained
        reward = (gained[:, self.side] - gained[:, 1 - self.side]).astype(np.float64)
        if before is not None:
            after = potential(self.games, self.side)
            reward += self.shaping * (self.discount * after - before) * going
        return reward, outcome.over & going, outcome.capped & going, outcome.score.copy()

    def step(self, actions: np.ndarray):
        """Play one turn of every game, and replace finished games by new ones."""
        reward, terminated, truncated, score = self._play(actions)
        done = terminated | truncated
        info: dict[str, Any] = {"score": score} if done.any() else {}
        if self.at_once and done.any():
            seen = observe(self.games, self.side, self.observation)
            info |= {"final_obs": seen, "_final_obs": done}
            self.games.reset(done)
        elif not self.at_once:
            if self.finished.any():
                self.games.reset(self.finished)
            self.finished = done
        info["action_mask"] = self.masks()
        seen = observe(self.games, self.side, self.observation)
        return seen, reward, terminated, truncated, info


class PyRatEnv(gymnasium.Env):
    """One game against a named opponent; options are those of `PyRatVector`."""

    metadata = {"render_modes": ["ansi"], "render_fps": 10}  # noqa: RUF012

    def __init__(
        self,
        preset: Preset | str = "default",
        *,
        render_mode: str | None = None,
        **options: Any,
    ):
        self.vector = PyRatVector(1, preset, **options)
        self.observation_space = self.vector.single_observation_space
        self.action_space = self.vector.single_action_space
        self.render_mode = render_mode

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None):
        """Begin a new game."""
        super().reset(seed=seed)
        seen, info = self.vector.reset(seed=int(self.np_random.integers(2**31)))
        return row_of(seen), row_of(info)

    def step(self, action: int):
        """Play one turn."""
        seen, reward, terminated, truncated, info = self.vector.step(np.array([action]))
        score = self.vector.games.outcome.score[0]
        info = {"score": score.copy(), "action_mask": info["action_mask"][0]}
        return row_of(seen), float(reward[0]), bool(terminated[0]), bool(truncated[0]), info

    def action_masks(self) -> np.ndarray:
        """Which actions move the player now, (5,) bool; the name is that of sb3-contrib."""
        return self.vector.masks()[0]

    def render(self) -> str | None:
        """The board in characters, where `render_mode` is "ansi"."""
        if self.render_mode != "ansi":
            return None
        games = self.vector.games
        return board_text(games.pool.maze(int(games.state.maze[0])), board_of(games))


class PyRatParallel(ParallelEnv):
    """Both players of one game learn.

    Args:
        preset: a preset's name or a `Preset`.
        observation: nearest, flat, planes or entities.
        n_mazes: in the pool of mazes.
        render_mode: "ansi" makes `render` return the board in characters.

    Raises:
        UserError: unknown preset or observation.
    """

    metadata = {"name": "pyrat_v0", "render_modes": ["ansi"]}  # noqa: RUF012

    def __init__(
        self,
        preset: Preset | str = "default",
        *,
        observation: str = "planes",
        n_mazes: int = N_MAZES,
        render_mode: str | None = None,
    ):
        self.possible_agents = ["rat", "python"]
        self.agents: list[str] = []
        self.observation, self.render_mode = observation, render_mode
        self.pool = MazePool.build(_with_cap(preset), n_mazes)
        self.random = np.random.default_rng()
        self.games = Games(self.pool, 1, auto_reset=False)
        space = observation_space(self.games, observation)
        self.observation_spaces = dict.fromkeys(self.possible_agents, space)
        self.action_spaces = {
            agent: spaces.Discrete(len(ACTIONS)) for agent in self.possible_agents
        }

    def observation_space(self, agent: str) -> spaces.Space:
        """What an agent sees; the same for both."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> spaces.Space:
        """0 nothing, 1 north, 2 east, 3 south, 4 west."""
        return self.action_spaces[agent]

    def reset(self, seed: int | None = None, options: dict[str, Any] | None = None):
        """Begin a new game; the same seed gives the same game."""
        if seed is not None:
            self.random = np.random.default_rng(seed)
        self.games = Games(self.pool, 1, seed=int(self.random.integers(2**62)), auto_reset=False)
        self.agents = list(self.possible_agents)
        return self._seen(), {agent: {} for agent in self.agents}

    def _seen(self) -> dict[str, Any]:
        return {
            agent: row_of(observe(self.games, side, self.observation))
            for side, agent in enumerate(self.possible_agents)
        }

    def step(self, actions: dict[str, int]):
        """Play one turn; an agent without an action does nothing."""
        if not self.agents:
            return {}, {}, {}, {}, {}
        moves = [[actions.get(agent, 0) for agent in self.possible_agents]]
        outcome = self.games.step(np.array(moves))
        lead = float(outcome.gained[0, 0] - outcome.gained[0, 1])
        over, capped = bool(outcome.over[0]), bool(outcome.capped[0])
        agents = self.agents
        if over or capped:
            self.agents = []
        return (
            self._seen(),
            dict(zip(agents, (lead, -lead), strict=True)),
            dict.fromkeys(agents, over),
            dict.fromkeys(agents, capped),
            {agent: {"score": float(outcome.score[0, i])} for i, agent in enumerate(agents)},
        )

    def render(self) -> str | None:
        """The board in characters, where `render_mode` is "ansi"."""
        if self.render_mode != "ansi":
            return None
        return board_text(self.pool.maze(int(self.games.state.maze[0])), board_of(self.games))

    def close(self) -> None:
        """Nothing is left open."""
