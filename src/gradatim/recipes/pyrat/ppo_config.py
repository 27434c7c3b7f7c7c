"""What PPO plays, how long its rollouts are, and what it is rewarded for."""

from dataclasses import dataclass
from typing import Annotated

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.recipes.pyrat.games import TRAINED_ON, Mazes, Presets, check_presets
from gradatim.recipes.pyrat.ppo_envs import PAST, check_opponents
from gradatim.spelling import spelled
from gradatim.validation import require_not_negative, require_part, require_sizes


@dataclass(frozen=True, kw_only=True)
class PPOConfig:
    """Games, rollouts and rewards."""

    presets: Presets = TRAINED_ON
    mazes: Mazes = 256
    opponents: Annotated[
        tuple[str, ...],
        Help("opponents: names of players, past (earlier weights), self (both sides learn)"),
    ] = ("greedy", "greedy-first", "manhattan", "planner", "past")
    n_envs: Annotated[int, Help("games that are played side by side, at least 1")] = 2048
    rollout_length: Annotated[int, Help("turns of every game in a rollout, at least 1")] = 16
    update_epochs: Annotated[int, Help("passes over a rollout, at least 1")] = 3
    gamma: Annotated[float, Help("discount factor per turn, above 0, up to 1")] = 1.0
    gae_lambda: Annotated[
        float, Help("decay of advantage estimates (GAE), above 0, up to 1; 1: whole returns")
    ] = 0.9
    lead_coef: Annotated[float, Help("reward for a point more than the opponent, at least 0")] = 1.0
    win_coef: Annotated[float, Help("reward for winning, in pieces of cheese, at least 0")] = 3.0
    snapshot_every: Annotated[
        int, Help("rollouts between two snapshots for past opponents, at least 1")
    ] = 10
    opponent_pool_size: Annotated[
        int, Help("newest snapshots that are past opponents, at least 1")
    ] = 8

    def __post_init__(self) -> None:
        require_part(self, "gamma", "gae_lambda")
        require_sizes(self, "mazes", "n_envs", "rollout_length", "update_epochs")
        require_sizes(self, "snapshot_every", "opponent_pool_size")
        require_not_negative(self, "lead_coef", "win_coef")
        if not self.lead_coef + self.win_coef:
            raise UserError(
                f"{spelled('lead_coef')} and {spelled('win_coef')} are both 0: there is no reward "
                "to learn from."
            )
        check_presets(self.presets)
        check_opponents(self.opponents)

    def unread(self) -> dict[str, str]:
        """What nothing reads beside the other options, and why."""
        if PAST in self.opponents:
            return {}
        reason = f"{PAST!r} is not among the opponents"
        return dict.fromkeys(("snapshot_every", "opponent_pool_size"), reason)
