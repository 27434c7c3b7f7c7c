"""Attention: every position looks at every other and takes a weighted mean of what it finds.

From the aligned translation of 2014 (additive scores) to the scaled dot product of 2017, many heads
of it, and heads that share keys (grouped queries).

Shapes: B batch, T query positions, S key positions, C width, H query heads, G key heads, D head
width, A alignment width.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.models.key_value_cache import KeyValueCache
from gradatim.models.rotary_positions import rotate


def dot_product_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    mask: Tensor | None = None,
    scale: float | None = None,
) -> tuple[Tensor, Tensor]:
    """Scaled dot-product attention written out: softmax(Q K^T / sqrt(D)) V.

    Args:
        query: (B, H, T, D).
        key, value: (B, H, S, D).
        mask: boolean, broadcastable to (B, H, T, S); True where a query may look.
        scale: factor of the scores; None for 1 / sqrt(D).

    Returns:
        The output (B, H, T, D) and the weights (B, H, T, S); each row of weights sums to 1.

    Source: Vaswani et al. 2017, "Attention is all you need", equation 1.
    """
    # A dot product of D independent numbers of variance 1 has variance D: without the root, softmax
    # would saturate in wide heads and its gradient vanish (section 3.2.1, footnote 4).
    scale = 1 / math.sqrt(query.shape[-1]) if scale is None else scale
    scores = scale * (query @ key.transpose(-2, -1))  # (B, H, T, S)
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(dim=-1)
    return weights @ value, weights


def causal_mask(
    n_queries: int, n_keys: int, window: int | None = None, device: torch.device | None = None
) -> Tensor:
    """Who may look at whom, (T, S): a query sees the keys up to its own place, `window` at most.

    The queries are the last `n_queries` of the `n_keys` places.
    Source of the window: Jiang et al. 2023, "Mistral 7B", section 2.
    """
    # While a text is written, T new queries meet S > T keys, most of them from the cache.
    place = torch.arange(n_keys, device=device)
    distance = place[n_keys - n_queries :, None] - place  # (T, S)
    visible = distance >= 0
    return visible if window is None else visible & (distance < window)


class Attention(nn.Module):
    """What attention layers share: the fused kernel, or the written-out one while recorded."""

    def __init__(self, dropout: float = 0.0, scale: float | None = None):
        super().__init__()
        self.dropout = dropout
        self.scale = scale  # factor of the scores; None for 1 / sqrt(D)
        # The fused kernels never hold the weights (B, H, T, S) in memory, so nothing could be
        # shown.
        self.record: list[Tensor] | None = None  # filled by record_attention

    def attend(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        mask: Tensor | None = None,
        causal: bool = False,
    ) -> Tensor:
        """(B, H, T, D), (B, G, S, D), (B, G, S, D) -> (B, H, T, D); G divides H."""
        # That many neighboring query heads read the same key head; 1 is ordinary attention.
        groups = query.shape[1] // key.shape[1]
        if self.record is not None:
            if causal:
                mask = causal_mask(query.shape[2], key.shape[2], device=query.device)
            if groups > 1:
                key, value = key.repeat_interleave(groups, 1), value.repeat_interleave(groups, 1)
            output, weights = dot_product_attention(query, key, value, mask, self.scale)
            self.record.append(weights.detach())
            return output
        dropout = self.dropout if self.training else 0.0
        if groups > 1 and query.shape[2] == 1 and mask is None:
            # Queries of one place that share a key are like several places: no copies of keys.
            folded = query.view(len(query), key.shape[1], groups, query.shape[3])
            return F.scaled_dot_product_attention(
                folded, key, value, dropout_p=dropout, scale=self.scale
            ).view(query.shape)
        if query.dtype == torch.bfloat16 and query.device.type == "cpu" and query.requires_grad:
            # Backwards torch's kernel for a CPU is ten times slower in bfloat16 than in float32.
            with torch.autocast("cpu", enabled=False):
                output = F.scaled_dot_product_attention(
                    query.float(),
                    key.float(),
                    value.float(),
                    mask,
                    dropout,
                    causal,
                    scale=self.scale,
                    enable_gqa=groups > 1,
                )
            return output.bfloat16()
        return F.scaled_dot_product_attention(
            query, key, value, mask, dropout, causal, scale=self.scale, enable_gqa=groups > 1
        )


class SelfAttention(Attention):
    """Many heads of attention from a sequence to itself; the three projections are one matrix.

    Args:
        width: C, channels of the sequence.
        n_heads: H, query heads.
        n_key_heads: G, key and value heads; fewer than H is grouped-query attention
            (Ainslie et al. 2023, "GQA"), None as many as H.
        head_width: D; None for C / H.
        bias: whether the projections have biases.
        output_bias: whether the last projection has one; None for as `bias`.
        causal: whether a position sees only itself and what precedes it.
        window: how far back a causal layer sees; None for all the way.
        dropout: fraction of attention weights dropped in training.
        scale: factor of the scores; None for 1 / sqrt(D).
    """

    def __init__(
        self,
        width: int,
        *,
        n_heads: int,
        n_key_heads: int | None = None,
        head_width: int | None = None,
        bias: bool = True,
        output_bias: bool | None = None,
        causal: bool = False,
        window: int | None = None,
        dropout: float = 0.0,
        scale: float | None = None,
    ):
        super().__init__(dropout, scale)
        self.n_heads, self.n_key_heads = n_heads, n_key_heads or n_heads
        self.head_width = head_width or width // n_heads
        self.causal, self.window = causal, window
        self.normed = False  # whether queries and keys are normalized before they are rotated
        heads = self.n_heads + 2 * self.n_key_heads
        # One product of a (C, 3C) matrix keeps the processor busier than three of (C, C).
        self.qkv = nn.Linear(width, heads * self.head_width, bias=bias)
        bias = bias if output_bias is None else output_bias
        self.project = nn.Linear(n_heads * self.head_width, width, bias=bias)

    def normalize(self, both: Tensor) -> Tensor:
        """Queries and keys (B, T, H + G, D) before they are rotated."""
        return F.rms_norm(both, (self.head_width,)) if self.normed else both

    def forward(
        self,
        x: Tensor,
        *,
        mask: Tensor | None = None,
        rotary: tuple[Tensor, Tensor] | None = None,
        cache: KeyValueCache | None = None,
    ) -> Tensor:
        """(B, T, C) -> (B, T, C).

        Args:
            x: the sequence.
            mask: for layers that are not causal, boolean, broadcastable to (B, H, T, T).
            rotary: cosines and sines (T, D / 2) of the positions (see `rotate`).
            cache: keys and values of what precedes x; x is appended.
        """
        H, G, T = self.n_heads, self.n_key_heads, x.shape[1]
        qkv = self.qkv(x).view(len(x), T, H + 2 * G, self.head_width)  # (B, T, H + 2G, D)
        if rotary is None:
            # Heads go before places, so that each head's (T, D) matrix is what the products see.
            query, key, value = qkv.transpose(1, 2).split([H, G, G], dim=1)  # (B, H or G, T, D)
        else:
            # Only queries and keys are rotated: values carry content, and where it stood is in the
            # scores.
            both, value = qkv.split([H + G, G], dim=2)
            query, key = rotate(self.normalize(both), *rotary).transpose(1, 2).split([H, G], dim=1)
            value = value.transpose(1, 2)
        if cache is not None:
            key, value = cache.extend(key, value)  # (B, G, S, D)
        causal = self.causal
        if causal:
            S = key.shape[2]
            if T == 1:  # the newest position sees everything
                causal = False
                if self.window is not None and self.window < S:
                    key, value = key[:, :, -self.window :], value[:, :, -self.window :]
            # The kernels' own causal mask assumes S = T and no window; any other case is written
            # out.
            elif S > T or (self.window is not None and self.window < S):
                causal, mask = False, causal_mask(T, S, self.window, x.device)
        output = self.attend(query, key, value, mask, causal)  # (B, H, T, D)
        return self.project(output.transpose(1, 2).flatten(2))


class CrossAttention(Attention):
    """Many heads of attention from one sequence (queries) to another (keys and values)."""

    def __init__(self, width: int, *, n_heads: int, dropout: float = 0.0):
        super().__init__(dropout)
        self.n_heads = n_heads
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(width, 2 * width)
        self.project = nn.Linear(width, width)

    def keys_values(self, memory: Tensor) -> tuple[Tensor, Tensor]:
        """(B, S, C) -> keys and values (B, H, S, D) each: once for a text that is translated."""
        # The source does not change while the target is written: computed once, read at every word.
        both = self.key_value(memory).unflatten(2, (2 * self.n_heads, -1))
        key, value = both.transpose(1, 2).chunk(2, dim=1)
        return key, value

    def forward(
        self, x: Tensor, keys_values: tuple[Tensor, Tensor], mask: Tensor | None = None
    ) -> Tensor:
        """(B, T, C) and the memory's keys and values -> (B, T, C); mask as (B, 1, 1, S)."""
        query = self.query(x).unflatten(2, (self.n_heads, -1)).transpose(1, 2)  # (B, H, T, D)
        return self.project(self.attend(query, *keys_values, mask).transpose(1, 2).flatten(2))


class AdditiveAttention(Attention):
    """The alignment model of 2014: score = v . tanh(W s + U h), one hidden layer per pair.

    Source: Bahdanau, Cho and Bengio 2014, "Neural machine translation by jointly learning to align
    and translate", section 3.1 and appendix A.1.2.
    """

    def __init__(self, query_width: int, key_width: int, width: int):
        super().__init__()
        # One bias is enough inside the tanh, where W s and U h are added.
        self.query = nn.Linear(query_width, width, bias=False)  # W
        self.key = nn.Linear(key_width, width)  # U
        self.score = nn.Linear(width, 1, bias=False)  # v

    def forward(
        self, query: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None
    ) -> Tensor:
        """One query per sentence -> its context.

        Args:
            query: (B, Cq), the decoder's state.
            keys: (B, S, A), `self.key` of the encoder's annotations, computed once per sentence.
            values: (B, S, Ck), the annotations.
            mask: boolean (B, S), True at words, False at padding.
        """
        scores = self.score(torch.tanh(self.query(query)[:, None] + keys))[..., 0]  # (B, S)
        if mask is not None:
            scores = scores.masked_fill(~mask, -math.inf)
        weights = scores.softmax(dim=-1)
        if self.record is not None:
            self.record.append(weights.detach()[:, None, None])  # (B, 1, 1, S)
        return torch.bmm(weights[:, None], values)[:, 0]  # (B, Ck)


@contextmanager
def record_attention(model: nn.Module) -> Iterator[dict[str, list[Tensor]]]:
    """While open, every attention layer of the model keeps the weights it uses.

    Yields a dictionary: name of the layer -> its weights (B, H, T, S), one tensor per call.
    Recorded layers use the written-out formula, without dropout.
    """
    layers = {n: m for n, m in model.named_modules() if isinstance(m, Attention)}
    records: dict[str, list[Tensor]] = {name: [] for name in layers}
    try:
        for name, layer in layers.items():
            layer.record = records[name]
        yield records
    finally:
        for layer in layers.values():
            layer.record = None


@torch.no_grad()
def attention_maps(model: nn.Module, *inputs: Tensor) -> dict[str, Tensor]:
    """Run `model(*inputs)`: name of each attention layer -> its weights (B, H, T, S)."""
    with record_attention(model) as records:
        model(*inputs)
    return {name: torch.cat(calls, dim=2) for name, calls in records.items() if calls}
