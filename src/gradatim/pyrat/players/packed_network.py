"""A `CheeseTransformer` packed for the compiled kernels: its weights, and tables of its biases.

Shapes: C width, F neurons, L layers, H heads, R features of a pair's bias.
"""

import math
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from torch import nn

from gradatim.models.pyrat.cheese_transformer import FAR, TIME_SCALES


class Weights(NamedTuple):
    """The network's parameters; gain and shift of a norm are part of the layer behind it."""

    token: np.ndarray  # (23, C)
    summary: np.ndarray  # (12, C)
    start: np.ndarray  # (C,)
    qkv: np.ndarray  # (L, C, 3C), queries divided by the root of the head's width
    qkv_bias: np.ndarray  # (L, 3C)
    out: np.ndarray  # (L, C, C)
    out_bias: np.ndarray  # (L, C)
    expand: np.ndarray  # (L, C, F)
    expand_bias: np.ndarray  # (L, F)
    project: np.ndarray  # (L, F, C)
    project_bias: np.ndarray  # (L, C)
    heads: np.ndarray  # (C, 2), policy and value
    heads_bias: np.ndarray  # (2,)
    n_heads: int


class BiasTables(NamedTuple):
    """What the bias of all layers' heads, (L * H,), is for each number of turns, of one unit."""

    between: np.ndarray  # (far + 1, L * H) by the turns between two cheeses
    races: np.ndarray  # (3, 3 * far + 1, L * H) by delays, of -far to 2 * far turns


class Packed:
    """A network's weights as the kernels need them, and the tables of each unit of time."""

    def __init__(self, model: nn.Module):
        state = {k: v.detach().cpu().float().numpy() for k, v in model.state_dict().items()}
        config: Any = model.config
        L, C, D = config.n_layers, config.width, config.width // config.n_heads

        def behind_norm(norm: str, layer: str) -> tuple[np.ndarray, np.ndarray]:
            gain, shift = state[f"{norm}.weight"], state[f"{norm}.bias"]
            weight = state[f"{layer}.weight"].T
            return gain[:, None] * weight, state[f"{layer}.bias"] + shift @ weight

        layers = [f"layers.{i}." for i in range(L)]
        qkv = [behind_norm(f"{n}attention_norm", f"{n}attention.qkv") for n in layers]
        expand = [behind_norm(f"{n}feed_forward_norm", f"{n}feed_forward.expand") for n in layers]
        scale = np.ones(3 * C, np.float32)
        scale[:C] = 1 / math.sqrt(D)
        policy, value = behind_norm("norm", "policy"), behind_norm("norm", "value")

        def stack(name: str) -> np.ndarray:
            return np.stack([state[n + name].T for n in layers])

        arrays = (
            state["embed_token.weight"].T,
            state["embed_summary.weight"].T,
            state["embed_token.bias"] + state["embed_summary.bias"],
            np.stack([weight * scale for weight, _ in qkv]),
            np.stack([bias * scale for _, bias in qkv]),
            stack("attention.out.weight"),
            stack("attention.out.bias"),
            np.stack([weight for weight, _ in expand]),
            np.stack([bias for _, bias in expand]),
            stack("feed_forward.project.weight"),
            stack("feed_forward.project.bias"),
            np.concatenate([policy[0], value[0]], axis=1),
            np.concatenate([policy[1], value[1]]),
        )
        packed: list[Any] = [np.ascontiguousarray(array, np.float32) for array in arrays]
        self.weights = Weights(*packed, *[config.n_heads])
        self.bias = state["bias.weight"].T, state["bias.bias"]
        self.by_unit: dict[int, BiasTables] = {}

    def tables(self, unit: int) -> BiasTables:
        """The tables of boards whose usual passage takes `unit` turns."""
        if unit not in self.by_unit:
            weight, bias = self.bias  # (R, L * H), (L * H,)
            far = int(FAR) * unit
            near = np.arange(far + 1, dtype=np.float32) / unit
            features = [*(np.exp(-near / scale) for scale in TIME_SCALES), near / 20]
            delay = np.arange(-far, 2 * far + 1, dtype=np.float32) / unit
            both = np.stack([np.tanh(delay), np.tanh(delay / 6)], axis=1)  # (3 * far + 1, 2)
            self.by_unit[unit] = BiasTables(
                np.ascontiguousarray(np.stack(features, axis=1) @ weight[:4] + bias, np.float32),
                np.stack([both @ weight[4 + 2 * i : 6 + 2 * i] for i in range(3)]),
            )
        return self.by_unit[unit]


class _Known(NamedTuple):
    """Packed weights, and what tells whether the model has learned since."""

    pointers: tuple[int, ...]
    values: list[np.ndarray]  # the model's own memory, flat
    samples: tuple[float, ...]
    packed: Packed


_PACKED: WeakKeyDictionary[nn.Module, _Known] = WeakKeyDictionary()


def pack(model: nn.Module) -> Packed:
    """The weights of a `CheeseTransformer` for the kernels; again after it has learned."""
    pointers = tuple(p.data_ptr() for p in model.parameters())
    known = _PACKED.get(model)
    if known is None or known.pointers != pointers or known.samples != _samples(known.values):
        values = [p.detach().numpy().reshape(-1) for p in model.parameters()]
        known = _PACKED[model] = _Known(pointers, values, _samples(values), Packed(model))
    return known.packed


def _samples(values: list[np.ndarray]) -> tuple[float, ...]:
    """Three numbers of every parameter: any step of learning changes some of them.

    A tensor's own count of changes does not serve: fused optimizers leave it as it is.
    """
    return tuple(v[i] for v in values for i in (0, v.size // 2, -1))
