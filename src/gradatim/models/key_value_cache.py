"""The key-value cache: what attention has computed of earlier tokens, kept while a text is written.

A causal layer never looks ahead, so the keys and values of a token stay the same whatever follows.
Without the cache a text of T tokens is read T times, T^2 / 2 tokens in all; with it each token is
read once, and only its query meets all keys so far. It costs memory: 2 G S D numbers per text and
layer.

Shapes: B batch, T new positions, S positions so far, G key heads, D head width.
"""

import torch
from torch import Tensor


class KeyValueCache:
    """The keys and values one attention layer has computed so far, in memory reserved at once."""

    def __init__(
        self,
        batch: int,
        n_heads: int,
        capacity: int,
        head_width: int,
        *,
        device: torch.device | None = None,
        dtype: torch.dtype | None = None,
    ):
        # Reserved once: appending by torch.cat would copy the whole past for every new token.
        shape = (batch, n_heads, capacity, head_width)
        self.keys = torch.empty(shape, device=device, dtype=dtype)
        self.values = torch.empty(shape, device=device, dtype=dtype)
        self.length = 0

    def extend(self, key: Tensor, value: Tensor) -> tuple[Tensor, Tensor]:
        """Append (B, G, T, D) and return views of everything so far, (B, G, S, D)."""
        end = self.length + key.shape[2]
        if end > self.keys.shape[2]:
            raise ValueError(f"the cache holds {self.keys.shape[2]} places, {end} are needed.")
        self.keys[:, :, self.length : end] = key
        self.values[:, :, self.length : end] = value
        self.length = end
        return self.keys[:, :, :end], self.values[:, :, :end]

    def select(self, rows: Tensor) -> None:
        """Keep these rows of the batch, in this order (what a beam search needs)."""
        keys, values = self.keys[:, :, : self.length], self.values[:, :, : self.length]
        # Copied before anything is written: rows may be taken from each other's places.
        kept_keys, kept_values = keys[rows], values[rows]
        if len(rows) != len(self.keys):
            self.keys = self.keys.new_empty(len(rows), *self.keys.shape[1:])
            self.values = torch.empty_like(self.keys)
        self.keys[:, :, : self.length] = kept_keys
        self.values[:, :, : self.length] = kept_values


def make_caches(
    n_layers: int, batch: int, n_heads: int, capacity: int, head_width: int, *, like: Tensor
) -> list[KeyValueCache]:
    """Empty caches, one per layer, on the device and in the number format of a weight."""
    return [
        KeyValueCache(batch, n_heads, capacity, head_width, device=like.device, dtype=like.dtype)
        for _ in range(n_layers)
    ]
