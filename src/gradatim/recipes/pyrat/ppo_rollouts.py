"""Rollouts of a policy gradient: all games play some turns, and every decision gets its advantage.

A decision whose next one has not come when the rollout ends is carried over to the next rollout; it
is what the decisions before it look ahead to (it bootstraps them).

Shapes: B decisions, S adapters that learn (each game once for each side that learns), K choices.
"""

from typing import Any, NamedTuple, Self

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.pyrat.players.policy_adapters import ADAPTERS, PolicyAdapter
from gradatim.recipes.pyrat.ppo_envs import Table, make_tables


class Decisions(NamedTuple):
    """A batch: what was seen, what was decided, what came of it."""

    seen: tuple[Tensor, ...]  # an observation, (B, ...) each
    choice: Tensor  # (B,) int64
    log_prob: Tensor  # (B,) of the choice, when it was made
    value: Tensor  # (B,) what the critic expected
    lead: Tensor  # (B,) points ahead
    advantage: Tensor  # (B,) how much better it went
    target: Tensor  # (B,) what the critic should have expected

    def at(self, which: Tensor) -> "Decisions":
        seen = tuple(part[which] for part in self.seen)
        return Decisions(seen, *(part[which] for part in self[1:]))


class Rollouts:
    """Play, judge what happened, hand it out in minibatches; see `training.task.Batches`."""

    def __init__(self, model: nn.Module, past: nn.Module, recipe: Any):
        self.kind = ADAPTERS[type(model)]
        self.model, self.past, self.recipe = model, past, recipe
        self.batch_size, self.steps_per_epoch = recipe.train.batch_size, 100
        self.tables: list[Table] = make_tables(
            self.kind,
            recipe.settings,
            recipe.opponents,
            n=recipe.players,
            n_mazes=recipe.mazes,
            seed=recipe.train.seed,
        )
        self.adapters = [adapter for table in self.tables for adapter in table.learners]
        sizes = [adapter.games.n for adapter in self.adapters]
        self.first = np.cumsum([0, *sizes])  # of each adapter's games among all S
        S = self.first[-1]
        self.generator = torch.Generator().manual_seed(recipe.train.seed)
        self.open = np.full(S, -1, np.int64)  # the decision that is being carried out
        self.reward = np.zeros(S, np.float32)  # since then
        self.dt = np.zeros(S, np.int64)  # turns since then
        self.carried: Decisions | None = None
        self.rollout: Decisions | None = None
        self.order = torch.empty(0, dtype=torch.int64)  # decisions still to learn from
        self.n_rollouts = self.n_decisions = self.n_batches = 0
        self.score = 0.5  # share of the points in games that ended in the last rollout
        self.snapshots = [copy_weights(model)]

    # play

    @torch.no_grad()
    def sharpen(self) -> None:
        """Make a flat policy sharper: what imitates shades of worth is too flat to draw from.

        The best choice stays the best; the factor is found by halving.
        """
        rows = [adapter.due() for adapter in self.adapters]
        seen = [s.observe(r) for s, r in zip(self.adapters, rows, strict=True) if len(r)]
        policy, _ = self.kind.evaluate(self.model, self.kind.collate(seen))
        low, high = 1.0, 100.0
        for _ in range(20):
            middle = (low * high) ** 0.5
            log_probs = (policy * middle).log_softmax(1)
            entropy = -(log_probs.exp() * log_probs).sum(1).mean()
            low, high = (middle, high) if entropy > self.recipe.start_entropy else (low, middle)
        for name, parameter in self.model.named_parameters():
            if name.startswith("policy."):
                parameter.mul_(low)
        self.snapshots = [copy_weights(self.model)]

    @torch.no_grad()
    def collect(self) -> None:
        """Play `turns` turns of all games, and judge the decisions that were carried out."""
        recipe, S = self.recipe, len(self.open)
        self.model.eval()
        self._choose_past()
        most = S * (recipe.turns + 1)  # decisions
        reward, dt = np.zeros(most, np.float32), np.zeros(most, np.int64)
        following = np.full(most, -1)  # the next decision of the same game; -1: it ended
        blocks = [self.carried] if self.carried else []
        ends = [len(self.carried.choice)] if self.carried else []  # where each block ends
        results: list[np.ndarray] = []

        def close(adapters: np.ndarray, next_ones: np.ndarray) -> None:
            """The open decisions of some adapters are over: write down what came of them."""
            old = self.open[adapters]
            known = old >= 0
            reward[old[known]] = self.reward[adapters][known]
            dt[old[known]] = self.dt[adapters][known]
            following[old[known]] = next_ones[known]
            self.open[adapters] = next_ones
            self.reward[adapters], self.dt[adapters] = 0, 0

        for _ in range(recipe.turns):
            decided = self._decide()
            if decided:
                adapters, block = decided
                start = ends[-1] if ends else 0
                ends.append(start + len(adapters))
                blocks.append(block)
                close(adapters, np.arange(start, ends[-1]))
            gain, result, ended = self._step()
            self.reward += recipe.lead_coef * gain + recipe.win_coef * result
            self.dt += 1
            over = np.flatnonzero(ended)
            close(over, np.full(len(over), -1))
            results.append(result[over])

        seen = self.kind.collate([block.seen for block in blocks])
        rest = [torch.cat(c) for c in zip(*(block[1:] for block in blocks), strict=True)]
        story = Decisions(seen, *rest)
        n = ends[-1]
        advantage = gae(
            story.value.numpy(),
            reward[:n],
            dt[:n],
            following[:n],
            ends,
            recipe.gamma,
            recipe.gae_lambda,
        )
        story = story._replace(
            advantage=torch.from_numpy(advantage),
            target=story.value + torch.from_numpy(advantage),
        )
        still_open = np.flatnonzero(self.open >= 0)
        self.carried = story.at(torch.from_numpy(self.open[still_open]))
        closed = np.ones(n, bool)
        closed[self.open[still_open]] = False
        self.open[still_open] = np.arange(len(still_open))
        self.rollout = story.at(torch.from_numpy(np.flatnonzero(closed)))
        all_results = np.concatenate(results)
        if len(all_results):
            self.score = float((1 + all_results.mean()) / 2)
        self.n_rollouts += 1
        self.n_decisions += int(closed.sum())
        if self.n_rollouts % recipe.past_every == 0:
            self.snapshots = [*self.snapshots, copy_weights(self.model)][-recipe.pasts :]
        self.model.train()

    def _decide(self) -> tuple[np.ndarray, Decisions] | None:
        """Sample a choice wherever one is due; past selves choose as well."""
        past = [table.past for table in self.tables if table.past]
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
        seen = self.kind.collate([adapter.observe(rows) for adapter, rows in asked])
        policy, value = self.kind.evaluate(model, tuple(part.to(device) for part in seen))
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
        numbers = zip(self.first, due, strict=False)  # of past selves nobody keeps the numbers
        nothing = torch.zeros(len(choice))
        return np.concatenate([first + rows for first, rows in numbers]), Decisions(
            seen,
            choice,
            log_probs.gather(1, choice[:, None])[:, 0],
            value.cpu() - self.recipe.lead_coef * lead,
            lead,
            nothing,
            nothing,
        )

    def _step(self) -> tuple[np.ndarray, ...]:
        steps = [table.step() for table in self.tables]
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
                torch.randperm(n, generator=self.generator)[: n - n % B]
                for _ in range(self.recipe.update_epochs)
            ]
            self.order = torch.cat(passes)
        assert self.rollout is not None
        which, self.order = self.order[:B], self.order[B:]
        self.n_batches += 1
        return self.rollout.at(which)

    def stop(self) -> None:
        """Leave the rest of this rollout."""
        self.order = self.order[:0]

    def state_dict(self) -> dict[str, Any]:
        """The tables, what is being carried out, what is being learned from, and all chance."""
        return {
            "tables": [table.state_dict() for table in self.tables],
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
        for table, kept in zip(self.tables, state["tables"], strict=True):
            table.load_state_dict(kept)
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
    """Generalised advantage estimation over decisions that lie dt turns apart, (n,) float32.

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
        discount = gamma ** dt[i]
        delta = reward[i] + discount * goes_on * value[after] - value[i]
        advantage[i] = delta + discount * gae_lambda * goes_on * advantage[after]
    return advantage
