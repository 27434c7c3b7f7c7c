"""`pyrat-ppo`: proximal policy optimization over thousands of games. Read from top to bottom.

    rollout    all games play some turns; the network decides where a decision is due
    GAE        how much better a decision was than expected, from what came after it
    loss       raise the probability of good decisions, but no farther than a clip allows
    epochs     several passes over the rollout, until the policy has moved too far (KL)

A decision of the Transformer is a cheese to walk to, and the next one is due when a cheese has been
eaten: dt turns lie between two decisions (a semi-Markov decision process), so the discount is
gamma to the power of dt. The networks that see the board decide on every step. A decision that is
still open when the rollout ends is carried over to the next rollout.

The reward is what I gain more than the other, times `lead_coef`, and `win_coef` for the game. The
network's value is the final lead; the critic subtracts the lead that is there already.

Schulman et al. 2017 (PPO); Schulman et al. 2016 (GAE); Huang et al. 2022, "The 37 implementation
details of PPO". Opponents from a pool with past networks: Bansal et al. 2018.

Shapes: B decisions, K cheeses.
"""

from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.data.info import BoardInfo
from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.models.pyrat.cheese_transformer import CheeseTransformerConfig
from gradatim.models.pyrat.convnet import BoardConvNetConfig
from gradatim.models.pyrat.mlp import BoardMLPConfig
from gradatim.pyrat.matches.precompile import precompile
from gradatim.recipes.base import Recipe
from gradatim.recipes.pyrat.evaluation import MatchConfig
from gradatim.recipes.pyrat.games import find_preset
from gradatim.recipes.pyrat.networks import (
    NETWORKS,
    build_network,
    check_boards,
    info_of,
    info_of_config,
)
from gradatim.recipes.pyrat.open_policy import network_player, open_network
from gradatim.recipes.pyrat.ppo_config import PPOConfig
from gradatim.recipes.pyrat.ppo_rollouts import Decisions, Rollouts
from gradatim.spelling import given, spelled
from gradatim.training import OptimizerConfig, ScheduleConfig, Task, TrainConfig
from gradatim.training.optimizers import adamw_rate, default_groups
from gradatim.validation import naming, require_not_negative, require_part, require_positive

TARGET_ENTROPY = 0.5  # nats, where nothing was said
VALUE_RATE = 10  # learning rate of the critic's last layer, relative to the rest
SIZES = ("width", "n_layers", "n_heads", "hidden")


@dataclass(frozen=True, kw_only=True)
class PPOLossConfig:
    """The clipped objective."""

    clip_coef: Annotated[
        float, Help("largest relative change of a probability per rollout, above 0, up to 1")
    ] = 0.2
    ent_coef: Annotated[float, Help("weight of the policy's entropy, at least 0")] = 0.01
    vf_coef: Annotated[float, Help("weight of the critic's error, at least 0")] = 0.2
    norm_adv: Annotated[
        bool, Help("advantages normalized to mean 0 and deviation 1 in every batch")
    ] = True
    target_kl: Annotated[
        float, Help("KL divergence, in nats, at which a rollout is left, at least 0; 0: never")
    ] = 0.03
    value_warmup: Annotated[
        int, Help("first steps, in which only the critic's last layer is trained, at least 0")
    ] = 15

    def __post_init__(self) -> None:
        require_part(self, "clip_coef")
        require_not_negative(self, "ent_coef", "vf_coef", "target_kl", "value_warmup")


class PPO(Task):
    """The clipped objective.

    Args:
        model: policy and value.
        batches: rollouts.
        info: kind and sizes of the network.
        config: of the loss.
        evaluation: matches.
    """

    batches: Rollouts
    plays = True

    def __init__(
        self,
        model: nn.Module,
        batches: Rollouts,
        info: BoardInfo,
        config: PPOLossConfig,
        evaluation: MatchConfig,
    ):
        self.model, self.batches, self.info = model, batches, info
        self.config, self.evaluation = config, evaluation

    def loss(self, batch: Decisions) -> tuple[Tensor, dict[str, Tensor]]:
        """Policy, value and entropy (Schulman et al. 2017, equation 9)."""
        config, lead_coef = self.config, self.batches.config.lead_coef
        # A pretrained policy meets a critic that knows nothing: let it learn before it advises.
        self._freeze(self.batches.n_batches <= config.value_warmup)
        device = next(self.model.parameters()).device
        observation = tuple(part.to(device) for part in batch.observation)
        choice, old_log_prob, _, lead, advantage, target = (p.to(device) for p in batch[1:])
        policy, value = self.batches.kind.evaluate(self.model, observation)
        log_probs = policy.log_softmax(1)  # (B, K)
        # In logarithms until the end: a quotient of two small probabilities would lose its digits.
        log_ratio = log_probs.gather(1, choice[:, None])[:, 0] - old_log_prob
        ratio = log_ratio.exp()
        with torch.no_grad():
            kl = (ratio - 1 - log_ratio).mean()  # Schulman 2020, "Approximating KL divergence"
            # How often the clip acts: nearly never means timid steps, very often too large ones.
            clipped = ((ratio - 1).abs() > config.clip_coef).float().mean()
        if config.norm_adv:
            advantage = (advantage - advantage.mean()) / (advantage.std() + 1e-8)
        # The minimum below removes the gradient only where it would lead farther out of the bounds.
        bounded = ratio.clamp(1 - config.clip_coef, 1 + config.clip_coef)
        policy_loss = -torch.min(advantage * ratio, advantage * bounded).mean()
        # The value is the final lead; what is still to come is that minus the lead already there.
        value_loss = F.smooth_l1_loss(value - lead_coef * lead, target)
        entropy = -(log_probs.exp() * log_probs).sum(1).mean()
        loss = policy_loss + config.vf_coef * value_loss - config.ent_coef * entropy
        # The policy is no longer the one that played: new games say more than these decisions.
        if config.target_kl and kl > config.target_kl:
            self.batches.stop()
        # 1: the critic knew every outcome; 0: no better than their mean (Huang et al. 2022).
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
        """The usual groups, but the critic's last layer learns faster: it meets a new reward."""
        # By identity below: `in` would compare tensors number by number.
        last = list(self.model.value.parameters())  # type: ignore[union-attr]
        groups = [
            {**group, "params": [p for p in group["params"] if all(p is not q for q in last)]}
            for group in default_groups(self.model, config)
        ]
        # Muon is for matrices of hidden layers; an output layer has AdamW, at AdamW's rate.
        rate = adamw_rate(config) if config.optimizer == "muon" else config.learning_rate
        kind = {"optimizer": "adamw"} if config.optimizer == "muon" else {}
        return [*groups, {"params": last, "lr": VALUE_RATE * rate, **kind}]

    def _freeze(self, frozen: bool) -> None:
        """While the critic learns a new reward, nothing but its last layer moves."""
        for name, parameter in self.model.named_parameters():
            parameter.requires_grad_(not frozen or name.startswith("value."))

    def evaluate(self, final: bool = False) -> dict[str, float]:
        """Play matches on unseen mazes; the loss is the mean fraction of points lost."""
        return self.evaluation.play(lambda seed: network_player(self.model, seed=seed), final=final)

    def sample(self) -> dict[str, bytes]:
        """A game against the first opponent."""
        return self.evaluation.sample(lambda seed: network_player(self.model, seed=seed))


@dataclass(frozen=True, kw_only=True)
class PyRatPPO(Recipe):
    """Policy gradient from play, on many kinds of boards at once."""

    init_from: Annotated[
        str, Help("run folder whose network is trained on, or champion (default: a new network)")
    ] = ""
    target_entropy: Annotated[
        float | None,
        Help("entropy, in nats, that a pretrained policy is sharpened to, above 0 (default: 0.5)"),
    ] = None
    network: Annotated[
        Literal["cheese-transformer", "board-convnet", "board-mlp"],
        Help("kind of a new network: decides on goals, on steps of a board, of an open board"),
    ] = "cheese-transformer"
    model: CheeseTransformerConfig = field(default_factory=CheeseTransformerConfig)
    ppo: PPOConfig = field(default_factory=PPOConfig)
    loss: PPOLossConfig = field(default_factory=PPOLossConfig)
    evaluation: MatchConfig = field(default_factory=MatchConfig)

    info_type = BoardInfo
    use = "pyrat match {run} greedy"
    fixed = ("train.epochs",)  # games never end: a run is as long as its steps

    def __post_init__(self) -> None:
        require_positive(self, "target_entropy")
        if self.target_entropy is not None and not self.init_from:
            raise UserError(
                f"{spelled('target_entropy')} belongs to a pretrained policy: give "
                f"{spelled('init_from', 'RUN')} too."
            )
        if self.init_from and self.network != "cheese-transformer":
            raise UserError(
                f"{given('network', self.network)}, but {self.init_from} has a network: leave one "
                "out."
            )

    def unread(self) -> dict[str, str]:
        """What nothing reads beside the other options, and why."""
        other = self.init_from or self.network
        if other == "cheese-transformer":
            return {}
        reason = f"it is of a new cheese-transformer, while the network is {other}"
        return dict.fromkeys(SIZES, reason)

    def build(self, device: torch.device) -> PPO:
        """Begin the games."""
        source = self._source()
        info = info_of(source)
        model, past = build_network(info), build_network(info)
        model.load_state_dict(source.state_dict())
        check_boards(model, self.ppo.presets)
        precompile()
        past.requires_grad_(False)
        rollouts = Rollouts(model, past, self.ppo, self.train.batch_size, self.train.seed)
        if self.init_from:
            rollouts.sharpen(self.target_entropy or TARGET_ENTROPY)
        return PPO(model, rollouts, info, self.loss, self.evaluation)

    def _source(self) -> nn.Module:
        """The network to start from, or a new one."""
        if not self.init_from:
            return build_network(info_of_config(self._sizes()))
        with naming("init_from", self.init_from):
            model = open_network(self.init_from)
        if type(model) not in NETWORKS.values():
            raise UserError(
                f"{self.init_from} holds a {type(model).__name__}, which has no policy: start from "
                "a run of `gradatim train pyrat-imitation` or `pyrat-ppo`, or from champion."
            )
        return model

    def _sizes(self) -> CheeseTransformerConfig | BoardConvNetConfig | BoardMLPConfig:
        """Sizes of a new network; an MLP is of the size of its board."""
        if self.network == "cheese-transformer":
            return self.model
        if self.network == "board-convnet":
            return BoardConvNetConfig()
        board = find_preset(self.ppo.presets[0])
        return replace(BoardMLPConfig(), board_width=board.width, board_height=board.height)

    def build_model(self, info: BoardInfo) -> nn.Module:
        return build_network(info)


RECIPES: dict[str, Recipe] = {
    "pyrat-ppo": PyRatPPO(
        train=TrainConfig(
            steps=3000,
            batch_size=512,
            evaluate_every=500,
            evaluate_seconds=30.0,
            optim=OptimizerConfig(learning_rate=5e-4, grad_clip=0.5),
            lr_schedule=ScheduleConfig(schedule="linear", warmup=0.01),
        ),
    ),
}
