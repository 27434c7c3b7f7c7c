"""`pyrat-ppo`: proximal policy optimisation over thousands of games. Read from top to bottom.

    rollout    all games play some turns; the network decides where a decision is due
    GAE        how much better a decision was than expected, from what came after it
    loss       raise the probability of good decisions, but no farther than a clip allows
    epochs     several passes over the rollout, until the policy has moved too far (KL)

A decision of the Transformer is a cheese to walk to, and the next one is due when anybody has
eaten: dt turns lie between two decisions (a semi-Markov decision process), so gamma is taken to the
power of dt. The networks that see the board decide on every step. A decision whose next one has not
come when the rollout ends is carried over to the next rollout.

The reward is what I gain more than the other, times `lead_coef`, and `win_coef` for the game. What
the network calls value is the whole game's: the critic takes off the lead that is there already.

Schulman et al. 2017 (PPO); Schulman et al. 2016 (GAE); Huang et al. 2022, "The 37 implementation
details of PPO". Opponents from a pool with past selves: Bansal et al. 2018.

Shapes: B decisions, S adapters that learn, K cheeses.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data.info import BoardInfo
from gradatim.errors import UserError
from gradatim.recipes.base import Recipe
from gradatim.recipes.pyrat.evaluation import LADDER, climb
from gradatim.recipes.pyrat.networks import NETWORKS, build_network, info_of
from gradatim.recipes.pyrat.open_policy import network_player, open_network
from gradatim.training import OptimizerConfig, ScheduleConfig, Task, TrainConfig

if TYPE_CHECKING:  # the game's compiler takes half a second to import: only those who play wait
    from gradatim.recipes.pyrat.ppo_rollouts import Decisions, Rollouts


def check_boards(model: nn.Module, names: tuple[str, ...]) -> None:
    """Refuse settings that a network cannot learn, or cannot learn together.

    Raises:
        UserError: a board that it cannot play, or, for networks that see it, several sizes.
    """
    from gradatim.pyrat.players.step_player import check_board
    from gradatim.recipes.pyrat.planner_dataset import find_preset

    chosen = [find_preset(name) for name in names]
    for setting in chosen:
        check_board(model, setting)
    sizes = sorted({(setting.width, setting.height) for setting in chosen})
    if not isinstance(model, NETWORKS["cheese-transformer"]) and len(sizes) > 1:
        raise UserError(
            f"a {type(model).__name__} learns on boards of one size at a time, and the settings "
            f"{', '.join(names)} are of {' and '.join(f'{w}x{h}' for w, h in sizes)}: name fewer."
        )


class PPO(Task):
    """The clipped objective.

    Args:
        model: policy and value.
        batches: rollouts.
        recipe: its knobs.
        info: kind and sizes of the network.
    """

    batches: "Rollouts"

    def __init__(self, model: nn.Module, batches: "Rollouts", recipe: "PyRatPPO", info: BoardInfo):
        self.model, self.batches, self.recipe, self.info = model, batches, recipe, info

    def loss(self, batch: "Decisions") -> tuple[Tensor, dict[str, Tensor]]:
        """Policy, value and entropy (Schulman et al. 2017, equation 9)."""
        recipe = self.recipe
        self._only_the_value(self.batches.n_batches <= recipe.value_warmup)
        device = next(self.model.parameters()).device
        seen = tuple(part.to(device) for part in batch.seen)
        choice, old_log_prob, _, lead, advantage, target = (p.to(device) for p in batch[1:])
        policy, value = self.batches.kind.evaluate(self.model, seen)
        log_probs = policy.log_softmax(1)  # (B, K)
        log_ratio = log_probs.gather(1, choice[:, None])[:, 0] - old_log_prob
        ratio = log_ratio.exp()
        with torch.no_grad():
            kl = (ratio - 1 - log_ratio).mean()  # Schulman 2020, "Approximating KL divergence"
            clipped = ((ratio - 1).abs() > recipe.clip_coef).float().mean()
        if recipe.norm_adv:
            advantage = (advantage - advantage.mean()) / (advantage.std() + 1e-8)
        bounded = ratio.clamp(1 - recipe.clip_coef, 1 + recipe.clip_coef)
        policy_loss = -torch.min(advantage * ratio, advantage * bounded).mean()
        value_loss = F.smooth_l1_loss(value - recipe.lead_coef * lead, target)
        entropy = -(log_probs.exp() * log_probs).sum(1).mean()
        loss = policy_loss + recipe.vf_coef * value_loss - recipe.ent_coef * entropy
        if recipe.target_kl and kl > recipe.target_kl:
            self.batches.stop()
        explained = 1 - (target - batch.value.to(device)).var() / target.var().clamp(min=1e-8)
        return loss, {
            "score": torch.tensor(self.batches.score),
            "entropy": entropy.detach(),
            "kl": kl,
            "clipped": clipped,
            "value_loss": value_loss.detach(),
            "explained": explained,
            "decisions": torch.tensor(float(self.batches.n_decisions)),
        }

    def parameter_groups(self, config: OptimizerConfig) -> list[dict[str, Any]]:
        """The last layer of the critic learns faster: it meets a new reward."""
        names = dict(self.model.named_parameters())
        last = [p for name, p in names.items() if name.startswith("value.")]
        rest = [p for name, p in names.items() if not name.startswith("value.")]
        return [{"params": rest}, {"params": last, "lr": 10 * config.learning_rate}]

    def _only_the_value(self, warm: bool) -> None:
        """While the critic learns a new reward, nothing but its last layer moves."""
        for name, parameter in self.model.named_parameters():
            parameter.requires_grad_(not warm or name.startswith("value."))

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Play the ladder on unseen mazes; the loss is the share of points lost, over all."""
        return climb(lambda seed: network_player(self.model, seed=seed), self.recipe, final=final)


@dataclass(frozen=True, kw_only=True)
class PyRatPPO(Recipe):
    """Policy gradient from play, on many kinds of boards at once."""

    info_type = BoardInfo

    from_: str = ""  # run folder to start from, or champion; nothing: from scratch
    network: Literal["cheese-transformer", "board-convnet", "board-mlp"] = (
        "cheese-transformer"  # from scratch; the board's networks decide step by step
    )
    settings: tuple[str, ...] = ("default", "course", "walls", "tournament")  # boards to learn on
    opponents: tuple[str, ...] = (  # who is played against: players, past (selves), self
        "greedy",
        "greedy-first",
        "manhattan",
        "planner",
        "past",
    )
    players: int = 2048  # games at once
    mazes: int = 256  # of each setting
    turns: int = 16  # of every game in a rollout
    update_epochs: int = 3  # passes over a rollout
    gamma: float = 1.0  # what the next turn counts against this one
    gae_lambda: float = 0.9  # how far advantages look ahead before they trust the critic
    clip_coef: float = 0.2  # how far one rollout may move a probability
    ent_coef: float = 0.01  # weight of the policy's entropy
    vf_coef: float = 0.2  # weight of the critic's error
    norm_adv: bool = True  # advantages of mean 0 and spread 1 in every batch
    target_kl: float = 0.03  # leave a rollout when the policy has moved so far; 0: never
    lead_coef: float = 1.0  # reward for a point more than the other
    win_coef: float = 3.0  # reward for winning, in pieces of cheese
    value_warmup: int = 15  # first steps in which only the critic's last layer learns
    start_entropy: float = 0.5  # nats; a flatter policy that is started from is sharpened to it
    past_every: int = 10  # rollouts between two past selves
    pasts: int = 8  # past selves that are kept
    width: int = 64  # of the Transformer, from scratch
    n_layers: int = 4  # of the Transformer, from scratch
    n_heads: int = 4  # of the Transformer, from scratch
    hidden: int = 128  # of the Transformer's feed-forward networks, from scratch
    judged: tuple[str, ...] = ("default", "course", "walls")  # settings of the matches
    ladder: tuple[str, ...] = LADDER  # opponents of the matches
    games: int = 100  # of each match during the run
    final_games: int = 400  # of each match at the end

    def __post_init__(self) -> None:
        for name in ("gamma", "gae_lambda", "clip_coef"):
            if not 0 < getattr(self, name) <= 1:
                raise UserError(f"{name} is {getattr(self, name)}: give a share above 0, up to 1.")
        for name in ("players", "turns", "update_epochs", "past_every", "pasts", "start_entropy"):
            if getattr(self, name) <= 0:
                raise UserError(f"{name} is {getattr(self, name)}: give a number above 0.")

    def build(self, device: torch.device) -> PPO:
        """Begin the games."""
        from gradatim.pyrat.matches.precompile import precompile
        from gradatim.recipes.pyrat.ppo_rollouts import Rollouts

        source = self._start()
        info = info_of(source)
        model, past = build_network(info), build_network(info)
        model.load_state_dict(source.state_dict())
        check_boards(model, self.settings)
        precompile()
        rollouts = Rollouts(model, past.requires_grad_(False), self)
        if self.from_:
            rollouts.sharpen()
        return PPO(model, rollouts, self, info)

    def _start(self) -> nn.Module:
        """The network to start from, or a new one."""
        if not self.from_:
            sizes = {}
            if self.network == "cheese-transformer":
                sizes = {k: getattr(self, k) for k in ("width", "n_layers", "n_heads", "hidden")}
            return build_network(BoardInfo(network=self.network, sizes=sizes))
        model = open_network(self.from_)
        if type(model) not in NETWORKS.values():
            raise UserError(
                f"{self.from_} holds a {type(model).__name__}, which has no policy: start from a "
                "run of `gradatim train pyrat-imitation` or `pyrat-ppo`, or from champion."
            )
        return model

    def build_model(self, info: BoardInfo) -> nn.Module:
        return build_network(info)


RECIPES: dict[str, Recipe] = {
    "pyrat-ppo": PyRatPPO(
        train=TrainConfig(
            steps=3000,
            batch_size=512,
            evaluate_every=500,
            optim=OptimizerConfig(learning_rate=5e-4, grad_clip=0.5),
            lr_schedule=ScheduleConfig(schedule="linear", warmup=0.01),
        ),
    ),
}
