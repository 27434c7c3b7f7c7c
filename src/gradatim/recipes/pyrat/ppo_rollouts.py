"""Rollouts of a policy gradient: all games play some turns, and every decision gets its advantage.

A decision whose next one has not come when the rollout ends is carried over to the next rollout; it
is what the decisions before it look ahead to (it bootstraps them).

Shapes: B decisions, S sides that learn (each game once for each side that learns), K choices.
"""

from typing import Any, NamedTuple, Self

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.pyrat.players.policy_adapters import ADAPTERS, PolicyAdapter
from gradatim.recipes.pyrat.ppo_config import PPOConfig
from gradatim.recipes.pyrat.ppo_envs import PPOEnvBatch, make_envs


class Decisions(NamedTuple):
    """A batch: what was observation, what was decided, and its outcome."""

    observation: tuple[Tensor, ...]  # an observation, (B, ...) each
    choice: Tensor  # (B,) int64
    log_prob: Tensor  # (B,) of the choice, when it was made
    value: Tensor  # (B,) what the critic expected
    lead: Tensor  # (B,) points ahead
    advantage: Tensor  # (B,) how much better it went
    target: Tensor  # (B,) what the critic should have expected

    def at(self, which: Tensor) -> "Decisions":
        observation = tuple(part[which] for part in self.observation)
        return Decisions(observation, *(part[which] for part in self[1:]))


class Rollouts:
    """Play, estimate advantages, hand out minibatches; see `training.task.Batches`.

    Args:
        model: plays, and learns outside of this class.
        past: a network of the same kind, for opponents with earlier weights.
        config: games, rollouts and rewards.
        batch_size: decisions per minibatch.
        seed: of games and choices.
    """

    def __init__(
        self, model: nn.Module, past: nn.Module, config: PPOConfig, batch_size: int, seed: int
    ):
        self.kind = ADAPTERS[type(model)]
        self.model, self.past, self.config = model, past, config
        self.batch_size, self.steps_per_epoch = batch_size, 100
        self.envs: list[PPOEnvBatch] = make_envs(
            self.kind,
            config.presets,
            config.opponents,
            n=config.n_envs,
            n_mazes=config.mazes,
            seed=seed,
        )
        self.adapters = [adapter for envs in self.envs for adapter in envs.learners]
        sizes = [adapter.games.n for adapter in self.adapters]
        self.first = np.cumsum([0, *sizes])  # of each adapter's games among all S
        S = self.first[-1]
        self.generator = torch.Generator().manual_seed(seed)
        self.open = np.full(S, -1, np.int64)  # the decision that is being carried out
        self.reward = np.zeros(S, np.float32)  # since then
        self.dt = np.zeros(S, np.int64)  # turns since then
        # Open at the end of a rollout: their outcome is known in the next one only.
        self.carried: Decisions | None = None
        self.rollout: Decisions | None = None
        self.order = torch.empty(0, dtype=torch.int64)  # decisions still to learn from
        self.n_rollouts = self.n_decisions = self.n_batches = 0
        self.score = 0.5  # fraction of the points in games that ended in the last rollout
        # The first opponent from the past is the policy as it began.
        self.snapshots = [copy_weights(model)]

    # play

    @torch.no_grad()
    def sharpen(self, target_entropy: float) -> None:
        """Scale the logits up until the mean entropy of the policy is at most the target.

        A network that imitates values is too uniform to play by sampling. The best choice stays
        the best; the factor is found by bisection.

        Args:
            target_entropy: nats.
        """
        rows = [adapter.due() for adapter in self.adapters]
        observation = [s.observe(r) for s, r in zip(self.adapters, rows, strict=True) if len(r)]
        policy, _ = self.kind.evaluate(self.model, self.kind.collate(observation))
        # At 1 nothing changes: a policy that is sharper than the target already stays as it is.
        low, high = 1.0, 100.0
        for _ in range(20):
            # The geometric mean: what is searched is a factor, so ratios are halved.
            middle = (low * high) ** 0.5
            log_probs = (policy * middle).log_softmax(1)
            entropy = -(log_probs.exp() * log_probs).sum(1).mean()
            low, high = (middle, high) if entropy > target_entropy else (low, middle)
        for name, parameter in self.model.named_parameters():
            # Scaling the last layer, bias included, scales every logit: no other layer need change.
            if name.startswith("policy."):
                parameter.mul_(low)
        self.snapshots = [copy_weights(self.model)]

    @torch.no_grad()
    def collect(self) -> None:
        """Play all games for `rollout_length` turns; estimate the advantage of every decision."""
        config, S = self.config, len(self.open)
        # Dropout off: the probabilities noted here are what the loss compares with.
        self.model.eval()
        self._choose_past()
        # Every side decides at most once per turn, and carries at most one decision over.
        most = S * (config.rollout_length + 1)  # decisions
        reward, dt = np.zeros(most, np.float32), np.zeros(most, np.int64)
        following = np.full(most, -1)  # the next decision of the same game; -1: it ended
        blocks = [self.carried] if self.carried else []
        ends = [len(self.carried.choice)] if self.carried else []  # where each block ends
        results: list[np.ndarray] = []

        def close(adapters: np.ndarray, next_ones: np.ndarray) -> None:
            """The open decisions of some adapters are over: write down what came of them."""
            old = self.open[adapters]
            # A game's first decision closes none.
            known = old >= 0
            reward[old[known]] = self.reward[adapters][known]
            dt[old[known]] = self.dt[adapters][known]
            following[old[known]] = next_ones[known]
            self.open[adapters] = next_ones
            self.reward[adapters], self.dt[adapters] = 0, 0

        for _ in range(config.rollout_length):
            decided = self._decide()
            if decided:
                adapters, block = decided
                start = ends[-1] if ends else 0
                ends.append(start + len(adapters))
                blocks.append(block)
                close(adapters, np.arange(start, ends[-1]))
            gain, result, ended = self._step()
            # Rewards between two decisions are not discounted: dt is a few turns, and gamma near 1.
            self.reward += config.lead_coef * gain + config.win_coef * result
            self.dt += 1
            over = np.flatnonzero(ended)
            # -1 also marks the side as free: its next game starts without an open decision.
            close(over, np.full(len(over), -1))
            results.append(result[over])

        observation = self.kind.collate([block.observation for block in blocks])
        rest = [torch.cat(c) for c in zip(*(block[1:] for block in blocks), strict=True)]
        decisions = Decisions(observation, *rest)
        n = ends[-1]
        advantage = gae(
            decisions.value.numpy(),
            reward[:n],
            dt[:n],
            following[:n],
            ends,
            config.gamma,
            config.gae_lambda,
        )
        decisions = decisions._replace(
            advantage=torch.from_numpy(advantage),
            # The lambda-return: what was expected, corrected by how much better it went.
            target=decisions.value + torch.from_numpy(advantage),
        )
        still_open = np.flatnonzero(self.open >= 0)
        # Copied with the value that the critic gave then, and numbered anew from 0.
        self.carried = decisions.at(torch.from_numpy(self.open[still_open]))
        closed = np.ones(n, bool)
        closed[self.open[still_open]] = False
        self.open[still_open] = np.arange(len(still_open))
        self.rollout = decisions.at(torch.from_numpy(np.flatnonzero(closed)))
        all_results = np.concatenate(results)
        # No game need have ended in a short rollout: the last score stands.
        if len(all_results):
            self.score = float((1 + all_results.mean()) / 2)
        self.n_rollouts += 1
        self.n_decisions += int(closed.sum())
        if self.n_rollouts % config.snapshot_every == 0:
            # Not at each rollout: one and the next would be nearly the same player.
            self.snapshots = [*self.snapshots, copy_weights(self.model)][
                -config.opponent_pool_size :
            ]
        self.model.train()

    def _decide(self) -> tuple[np.ndarray, Decisions] | None:
        """Sample a choice wherever one is due; past networks choose as well."""
        past = [envs.past for envs in self.envs if envs.past]
        # Its decisions are played and thrown away: they say nothing about the present policy.
        self._sample(self.past, past)
        return self._sample(self.model, self.adapters)

    def _sample(
        self, model: nn.Module, adapters: list[PolicyAdapter]
    ) -> tuple[np.ndarray, Decisions] | None:
        due = [adapter.due() for adapter in adapters]
        asked = [(adapter, rows) for adapter, rows in zip(adapters, due, strict=True) if len(rows)]
        if not asked:
            return None
        device = next(model.parameters()).device
        observation = self.kind.collate([adapter.observe(rows) for adapter, rows in asked])
        policy, value = self.kind.evaluate(model, tuple(part.to(device) for part in observation))
        # Drawn on the CPU: its generator is the one that a checkpoint keeps.
        log_probs = policy.cpu().log_softmax(1)
        choice = torch.multinomial(log_probs.exp(), 1, generator=self.generator)[:, 0]
        chosen = choice.split([len(rows) for _, rows in asked])
        for (adapter, rows), own in zip(asked, chosen, strict=True):
            adapter.set_choices(rows, own.numpy())
        lead = torch.from_numpy(
            np.concatenate([adapter.games.state.score[r, adapter.side] for adapter, r in asked])
            - np.concatenate(
                [adapter.games.state.score[r, 1 - adapter.side] for adapter, r in asked]
            )
        )
        numbers = zip(self.first, due, strict=False)  # past networks have no numbers of their own
        nothing = torch.zeros(len(choice))
        return np.concatenate([first + rows for first, rows in numbers]), Decisions(
            observation,
            choice,
            log_probs.gather(1, choice[:, None])[:, 0],
            # What is still to come, as in PPO.loss: the points ahead have been paid out already.
            value.cpu() - self.config.lead_coef * lead,
            lead,
            nothing,
            nothing,
        )

    def _step(self) -> tuple[np.ndarray, ...]:
        steps = [envs.step() for envs in self.envs]
        return tuple(np.concatenate(column) for column in zip(*steps, strict=True))

    def _choose_past(self) -> None:
        which = torch.randint(len(self.snapshots), (), generator=self.generator)
        self.past.load_state_dict(self.snapshots[int(which)])

    # minibatches

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Decisions:
        B = self.batch_size
        while len(self.order) < B:
            self.collect()
            assert self.rollout is not None
            n = len(self.rollout.choice)
            passes = [
                # A pass drops what does not fill a batch, other decisions every time.
                torch.randperm(n, generator=self.generator)[: n - n % B]
                for _ in range(self.config.update_epochs)
            ]
            self.order = torch.cat(passes)
        assert self.rollout is not None
        which, self.order = self.order[:B], self.order[B:]
        self.n_batches += 1
        return self.rollout.at(which)

    def stop(self) -> None:
        """Leave the rest of this rollout."""
        # An empty order makes the next `__next__` play again, with the policy as it is now.
        self.order = self.order[:0]

    def state_dict(self) -> dict[str, Any]:
        """The games, open decisions, the rollout being learned from, and all random states."""
        return {
            "envs": [envs.state_dict() for envs in self.envs],
            "open": torch.from_numpy(self.open.copy()),
            "reward": torch.from_numpy(self.reward.copy()),
            "dt": torch.from_numpy(self.dt.copy()),
            "carried": tuple(self.carried) if self.carried else None,
            "rollout": tuple(self.rollout) if self.rollout else None,
            "order": self.order.clone(),
            "counts": [self.n_rollouts, self.n_decisions, self.n_batches],
            "score": self.score,
            "snapshots": self.snapshots,
            "past": copy_weights(self.past),
            "generator": self.generator.get_state(),
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        for envs, saved in zip(self.envs, state["envs"], strict=True):
            envs.load_state_dict(saved)
        self.open, self.reward = state["open"].numpy().copy(), state["reward"].numpy().copy()
        self.dt = state["dt"].numpy().copy()
        self.carried = Decisions(*state["carried"]) if state["carried"] else None
        self.rollout = Decisions(*state["rollout"]) if state["rollout"] else None
        self.order = state["order"]
        self.n_rollouts, self.n_decisions, self.n_batches = state["counts"]
        self.score, self.snapshots = state["score"], state["snapshots"]
        self.past.load_state_dict(state["past"])
        self.generator.set_state(state["generator"])


def copy_weights(model: nn.Module) -> dict[str, Tensor]:
    return {name: tensor.detach().cpu().clone() for name, tensor in model.state_dict().items()}


def gae(
    value: np.ndarray,
    reward: np.ndarray,
    dt: np.ndarray,
    following: np.ndarray,
    ends: list[int],
    gamma: float,
    gae_lambda: float,
) -> np.ndarray:
    """Generalized advantage estimation over decisions that lie dt turns apart, (n,) float32.

    A decision that is still open has the advantage 0: those before it look no farther.

    Args:
        value, reward, dt: (n,) of each decision, in the order of time.
        following: (n,) the next decision of the same game, -1 where the game ended.
        ends: where each moment's decisions end; within a moment nothing follows upon another.
    """
    advantage = np.zeros(len(value), np.float32)
    for start, end in zip([0, *ends[:-1]][::-1], ends[::-1], strict=True):
        i = np.arange(start, end)
        i = i[dt[i] > 0]  # not the open ones
        after, goes_on = following[i], following[i] >= 0
        # A decision that took dt turns delays what follows by dt turns (Sutton et al. 1999).
        discount = gamma ** dt[i]
        # Schulman et al. 2016, section 3; where `after` is -1, `goes_on` multiplies by 0.
        delta = reward[i] + discount * goes_on * value[after] - value[i]
        advantage[i] = delta + discount * gae_lambda * goes_on * advantage[after]
    return advantage
