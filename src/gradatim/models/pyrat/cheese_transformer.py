"""A Transformer that plays PyRat: one token per piece of cheese, travel times as attention bias.

The network never sees the maze. A maze matters to a player by its travel times only, so the times
from both players to every cheese are in the tokens, and the times between cheeses are a bias of the
attention: each head learns how much near cheese, and cheese that the other reaches first, matters.
Nothing depends on the order of the cheeses or on the size of the board, so one network plays all.

The action is a cheese to walk to, not a step: the shortest path there is known.

Shapes: B batch, K cheeses, C width, H heads, D head width, L layers, R relations of two cheeses.
"""

import math
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import torch
from torch import Tensor, nn

from gradatim.help import Help
from gradatim.models.attention import Attention
from gradatim.models.layers import FeedForward
from gradatim.validation import require_divisor, require_sizes

N_TOKEN_FEATURES, N_SUMMARY = 11, 12  # of an observation by entities, and a greedy rollout
TIME_SCALES = (1.5, 4.0, 10.0)  # turns after which exp(-time / scale) has fallen to 1 / e
N_RELATIONS = 3 + 3 * 2 + 1
FAR = 200.0  # turns; longer times count as this


class PolicyValue(NamedTuple):
    """The two outputs of every network that plays: policy and value."""

    policy: Tensor  # (B, K) how good each cheese is as the next goal; -inf where there is none
    value: Tensor  # (B,) expected lead at the end of the game, in pieces of cheese


@dataclass(frozen=True, kw_only=True)
class CheeseTransformerConfig:
    """Sizes of the network."""

    width: Annotated[int, Help("channels per token of the Transformer, at least 1")] = 64
    n_layers: Annotated[int, Help("layers of the Transformer, at least 1")] = 4
    n_heads: Annotated[int, Help("attention heads per layer, a divisor of width")] = 4
    hidden: Annotated[int, Help("neurons of each feed-forward network, at least 1")] = 128

    def __post_init__(self) -> None:
        require_sizes(self, "width", "n_layers", "n_heads", "hidden")
        require_divisor(self, "n_heads", "width")


def time_features(turns: Tensor) -> Tensor:
    """Features of a time in which one turn matters while it is short, and little when it is long.

    Args:
        turns: (...) at least 0.

    Returns:
        (..., 4): three exponentials and the time itself in units of 20 turns.
    """
    decayed = [torch.exp(-turns / scale) for scale in TIME_SCALES]
    return torch.stack([*decayed, turns / 20], dim=-1)


def relations(mine: Tensor, theirs: Tensor, between: Tensor, eaten: Tensor) -> Tensor:
    """How cheese j relates to cheese i: how far it is, and who is first there by way of i.

    Args:
        mine, theirs: (B, K) turns from each player to each cheese.
        between: (B, K, K) turns between cheeses.
        eaten: (B, K) turns until each cheese would be eaten if both players were greedy.
    """
    by_me = mine[:, :, None] + between  # (B, K, K)
    by_them = theirs[:, :, None] + between
    delays = (by_me - theirs[:, None], by_them - mine[:, None], by_me - eaten[:, None])
    races = [torch.tanh(delay / scale) for delay in delays for scale in (1.0, 6.0)]
    distance_prior = [torch.exp(-between / scale) for scale in TIME_SCALES]
    return torch.stack([*distance_prior, between / 20, *races], dim=1)  # (B, R, K, K)


class BiasedAttention(Attention):
    """Self-attention with a bias of the scores for each pair."""

    def __init__(self, width: int, n_heads: int):
        super().__init__()
        self.n_heads = n_heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """(B, K, C), (B, H, K, K) -> (B, K, C)."""
        B, K, C = x.shape
        qkv = self.qkv(x).view(B, K, 3, self.n_heads, C // self.n_heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)  # (B, H, K, D) each
        # Scaling the queries is K / D times less work than scaling the scores.
        query = query / math.sqrt(query.shape[-1])
        scores = query @ key.transpose(-2, -1) + bias
        weights = scores.softmax(-1)  # (B, H, K, K)
        if self.record is not None:
            self.record.append(weights.detach())
        return self.out((weights @ value).transpose(1, 2).reshape(B, K, C))


class CheeseLayer(nn.Module):
    """Attention, then a feed-forward network per token, each pre-norm with a skip connection."""

    def __init__(self, config: CheeseTransformerConfig):
        super().__init__()
        self.attention_norm = nn.LayerNorm(config.width)
        self.attention = BiasedAttention(config.width, config.n_heads)
        self.feed_forward_norm = nn.LayerNorm(config.width)
        self.feed_forward = FeedForward(config.width, config.hidden, "relu")

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        x = x + self.attention(self.attention_norm(x), bias)
        return x + self.feed_forward(self.feed_forward_norm(x))  # (B, K, C)


class CheeseTransformer(nn.Module):
    """Policy over the cheeses and value of the game, on boards of any size.

    Vaswani et al. 2017, "Attention is all you need"; the bias as in Shaw et al. 2018,
    "Self-attention with relative position representations", with times in place of positions.
    """

    def __init__(self, config: CheeseTransformerConfig):
        super().__init__()
        self.config = config
        C = config.width
        # Three times of 4 features and two races of 2, then the features that are neither.
        self.embed_token = nn.Linear(3 * 4 + 2 * 2 + N_TOKEN_FEATURES - 4, C)
        self.embed_summary = nn.Linear(N_SUMMARY, C)
        self.bias = nn.Linear(N_RELATIONS, config.n_layers * config.n_heads)
        self.layers = nn.ModuleList(CheeseLayer(config) for _ in range(config.n_layers))
        self.norm = nn.LayerNorm(C)
        self.policy = nn.Linear(C, 1)
        self.value = nn.Linear(C, 1)
        nn.init.zeros_(self.policy.weight)
        nn.init.zeros_(self.value.weight)

    def forward(self, tokens: Tensor, between: Tensor, summary: Tensor) -> PolicyValue:
        """Policy and value of a batch of games.

        Args:
            tokens: (B, K, 11) an observation by entities and a greedy rollout, times in turns;
                absent cheese is 0.
            between: (B, K, K) turns between cheeses.
            summary: (B, 12) features of the whole game.
        """
        present = tokens[..., 0] > 0  # (B, K)
        mine, theirs = tokens[..., 1].clamp(max=FAR), tokens[..., 2].clamp(max=FAR)
        between, eaten = between.clamp(max=FAR), tokens[..., 9].clamp(max=FAR)
        parts = [*map(time_features, (mine, theirs, eaten)), tokens[..., 3:9], tokens[..., 10:]]
        for race in (mine - theirs, mine - eaten):
            parts.append(torch.stack([torch.tanh(race), torch.tanh(race / 6)], dim=-1))
        x = self.embed_token(torch.cat(parts, dim=-1)) + self.embed_summary(summary)[:, None]
        # Relations are the second axis, so that the bias of one head is contiguous.
        related = relations(mine, theirs, between, eaten).flatten(2)  # (B, R, K*K)
        bias = self.bias.weight @ related + self.bias.bias[:, None]  # (B, L*H, K*K)
        # Finite, not -inf: the softmax over a finished game, without any cheese, must not be NaN.
        absent = torch.where(present, 0.0, -1e9)[:, None, None, :]  # (B, 1, 1, K)
        biases = (bias.unflatten(2, between.shape[1:]) + absent).chunk(self.config.n_layers, dim=1)
        for layer, layer_bias in zip(self.layers, biases, strict=True):
            x = layer(x, layer_bias)
        x = self.norm(x)
        there = present[..., None].to(x.dtype)
        mean = (x * there).sum(1) / there.sum(1).clamp(min=1)  # (B, C)
        policy = self.policy(x)[..., 0].masked_fill(~present, -math.inf)
        return PolicyValue(policy, self.value(mean)[..., 0])
