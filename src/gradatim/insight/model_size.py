"""The size of a model and what it costs: parameters, memory, operations, days, energy, CO2.

Models are built on torch's meta device, where tensors have shapes but no numbers, so GPT-3 fits a
laptop. Every figure comes with its formula and source.

N parameters, d width, L layers, T context, R GPUs.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from gradatim.errors import UserError, nearest
from gradatim.models.language.bert import BERT, BERTConfig
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.models.language.llama import Llama, LlamaConfig
from gradatim.models.language.mixtral import Mixtral, MixtralConfig
from gradatim.models.language.transformer import Transformer, TransformerConfig
from gradatim.models.vision.alexnet import AlexNet, AlexNetConfig
from gradatim.models.vision.vit import ViT, ViTConfig
from gradatim.spelling import given

FAMOUS: dict[str, Callable[[], nn.Module]] = {
    "alexnet": lambda: AlexNet(AlexNetConfig.imagenet()),
    "vit-base": lambda: ViT(ViTConfig.base()),
    "vit-large": lambda: ViT(ViTConfig.large()),
    "transformer-base": lambda: Transformer(TransformerConfig.base()),
    "transformer-big": lambda: Transformer(TransformerConfig.big()),
    "bert-base": lambda: BERT(BERTConfig.base()),
    "bert-large": lambda: BERT(BERTConfig.large()),
    "gpt2": lambda: GPT(GPTConfig.gpt2()),
    "gpt2-medium": lambda: GPT(GPTConfig.gpt2_medium()),
    "gpt2-large": lambda: GPT(GPTConfig.gpt2_large()),
    "gpt2-xl": lambda: GPT(GPTConfig.gpt2_xl()),
    "gpt3": lambda: GPT(GPTConfig.gpt3()),
    "llama-7b": lambda: Llama(LlamaConfig.llama_7b()),
    "llama-2-7b": lambda: Llama(LlamaConfig.llama2_7b()),
    "llama-2-13b": lambda: Llama(LlamaConfig.llama2_13b()),
    "llama-2-70b": lambda: Llama(LlamaConfig.llama2_70b()),
    "mistral-7b": lambda: Llama(LlamaConfig.mistral_7b()),
    "mixtral-8x7b": lambda: Mixtral(MixtralConfig.mixtral_8x7b()),
}

# state of a parameter in bytes: weights, gradients, Adam's state (two moments, and a float32 copy
# of the weights where they are narrower); Rajbhandari et al. 2019, "ZeRO", section 3.1
PRECISIONS = {
    "float32": (4, 4, 8),
    "bfloat16 mixed": (2, 2, 12),
    "bfloat16": (2, 2, 4),
}


@dataclass(frozen=True)
class Size:
    """What can be said of a model without running it.

    Args:
        parameters: N, all of them.
        active: those that one token meets; fewer than N in a mixture of experts.
        parts: name of a part of the model -> its parameters.
        counted: floating-point operations, forward and backward, of one token (language models)
            or one input, as torch's counter sees the matrix products; None where it cannot.
        formula: the same by 6 N + 12 L d T; None for other models than causal language models.
        context: T, for which those hold.
        shape: (L, d) of a causal language model, for the memory of activations.
    """

    parameters: int
    active: int
    parts: dict[str, int]
    counted: float | None = None
    formula: float | None = None
    context: int | None = None
    shape: tuple[int, int] | None = None


def build(name: str) -> nn.Module:
    """Build a famous model on the meta device.

    Raises:
        UserError: no such model.
    """
    if name not in FAMOUS:
        raise UserError(
            f"there is no famous model {name!r}: {nearest(name, FAMOUS)} A model of your own is a "
            "run folder, or the folder of a checkpoint."
        )
    with torch.device("meta"):
        return FAMOUS[name]()


def measure(model: nn.Module, input_shape: tuple[int, ...] | None = None) -> Size:
    """Measure a model; it is moved to the meta device.

    Args:
        model: of this package.
        input_shape: of one input without the batch, for models whose config does not say it.
    """
    model = model.to("meta")
    parts = {
        name: sum(p.numel() for p in child.parameters()) for name, child in model.named_children()
    }
    own = sum(p.numel() for p in model.parameters(recurse=False))
    parts = {name: n for name, n in parts.items() if n} | ({"other": own} if own else {})
    total = sum(p.numel() for p in model.parameters())
    if isinstance(model, GPT | Llama):
        return _measure_language_model(model, total, parts)
    inputs = _inputs(model, input_shape)
    counted = None if inputs is None else _count(lambda: _total(model(*inputs)))
    return Size(total, total, parts, counted)


def _measure_language_model(model: GPT | Llama, total: int, parts: dict[str, int]) -> Size:
    config: Any = model.config
    T, d, L = config.context, config.width, config.n_layers
    heads_width = config.n_heads * config.width_per_head if isinstance(config, LlamaConfig) else d
    idle = idle_parameters(config)
    dense = _as_dense(config) if isinstance(config, MixtralConfig) else model
    # Tables that are looked up multiply nothing; an embedding that is also the output does.
    tables = T * d if isinstance(config, GPTConfig) else 0
    if isinstance(config, LlamaConfig) and not config.tie_embeddings:
        tables += config.vocabulary_size * d
    seen = T
    if isinstance(config, LlamaConfig) and config.window is not None:
        seen = min(T, config.window)
    # 6: a multiplication and an addition per weight, forward once and backward twice (Kaplan et al.
    # 2020, table 1).
    formula = 6 * (total - idle - tables) + 12 * L * heads_width * seen
    # The counter sees a full T x T attention; a long context is only a long sum, so cut it short.
    short = min(T, 2048)
    tokens = torch.zeros(1, short, dtype=torch.long, device="meta")
    counted = _count(lambda: dense(tokens).sum()) / short + 12 * L * heads_width * (seen - short)
    return Size(total, total - idle, parts, counted, formula, T, (L, d))


def idle_parameters(config: Any) -> int:
    """Parameters of the experts that do not read a token; 0 without a mixture of experts."""
    if not isinstance(config, MixtralConfig):
        return 0
    # Gate, up and project: three matrices of width x hidden.
    expert = 3 * config.width * config.hidden
    return (config.n_experts - config.n_active) * config.n_layers * expert


def _as_dense(config: MixtralConfig) -> nn.Module:
    """A LLaMA that does per token what the mixture does (all but its small router).

    Which expert reads what depends on numbers, which the meta device does not have.
    """
    names = {field.name for field in dataclasses.fields(LlamaConfig)}
    fields = {name: getattr(config, name) for name in names}
    with torch.device("meta"):
        return Llama(LlamaConfig(**fields | {"hidden": config.hidden * config.n_active}))


def _inputs(model: nn.Module, shape: tuple[int, ...] | None) -> tuple[Tensor, ...] | None:
    """One input on the meta device."""
    config: Any = getattr(model, "config", None)
    if isinstance(config, BERTConfig):
        return (torch.zeros(1, config.context, dtype=torch.long, device="meta"),)
    if isinstance(config, TransformerConfig):
        words = torch.zeros(1, 64, dtype=torch.long, device="meta")
        return (words, words)
    if isinstance(config, ViTConfig):
        shape = (config.in_channels, config.image_size, config.image_size)
    if isinstance(model, AlexNet) and shape is None:
        shape = (3, 227, 227)
    return None if shape is None else (torch.zeros(1, *shape, device="meta"),)


def _total(outputs: Tensor | tuple[Tensor, ...]) -> Tensor:
    """The sum of all outputs: a network may have several."""
    several = outputs if isinstance(outputs, tuple) else (outputs,)
    return torch.stack([output.sum() for output in several]).sum()


def _count(loss: Callable[[], Tensor]) -> float:
    """Operations of a forward and a backward pass, as torch counts them."""
    counter = FlopCounterMode(display=False)
    with counter:
        loss().backward()
    return float(counter.get_total_flops())


class Card(NamedTuple):
    """A GPU as its maker's data sheet has it: dense products of matrices, memory, power.

    Sources: NVIDIA's data sheets H200 and H100 (SXM; they print the peak with sparsity, which is
    twice the dense one), A100 80GB (SXM), Tesla V100 (SXM2), and the white paper of the Ada
    architecture (RTX 4090, sums in float32).
    """

    teraflops: float
    gigabytes: float
    watts: float
    number_format: str = "bfloat16"  # of the products


CARDS: dict[str, Card] = {
    "h200": Card(989, 141, 700),
    "h100": Card(989, 80, 700),
    "a100": Card(312, 80, 400),
    "v100": Card(125, 32, 300, "float16"),  # it has no bfloat16
    "rtx4090": Card(165, 24, 450),
}


@dataclass(frozen=True)
class Sharding:
    """A way to spread a training over GPUs.

    Args:
        name: what is spread.
        gigabytes: needed on each GPU.
        fits: whether that leaves a tenth of the card free.
    """

    name: str
    gigabytes: float
    fits: bool


@dataclass(frozen=True)
class Plan:
    """What a training run takes.

    Args:
        operations: floating-point operations in all.
        days: of all GPUs together.
        kilowatt_hours: with the data center's own needs.
        tonnes: of CO2 equivalent.
        shardings: from the simplest to the most spread.
    """

    operations: float
    days: float
    kilowatt_hours: float
    tonnes: float
    shardings: tuple[Sharding, ...]

    @property
    def best(self) -> Sharding | None:
        """The simplest sharding that fits."""
        return next((way for way in self.shardings if way.fits), None)


RANGES: dict[str, tuple[float, float]] = {
    "gpus": (1, 10_000_000),
    "tokens": (1, 1e18),
    "utilization": (0.01, 1),
    "overhead": (1, 5),
    "grams": (0, 2000),
}


def check_plan(gpu: str, **figures: float) -> None:
    """Refuse figures of a plan that cannot be: before a model is built, which takes a while.

    Args:
        gpu: a name in `CARDS`.
        figures: arguments of `plan`, by their names.

    Raises:
        UserError: no such card, or a figure outside its range.
    """
    if gpu not in CARDS:
        raise UserError(f"there is no card {gpu!r} in the list: {nearest(gpu, CARDS)}")
    for name, value in figures.items():
        low, high = RANGES[name]
        if not low <= value <= high:
            largest = f"{high:,}" if isinstance(high, int) else f"{high:g}".replace("e+", "e")
            raise UserError(f"{given(name, value)}: give {low:g} to {largest}.")


def plan(
    size: Size,
    *,
    gpus: int,
    gpu: str,
    tokens: float,
    utilization: float = 0.4,
    overhead: float = 1.2,
    grams: float = 481.0,
) -> Plan:
    """Plan the training of a causal language model.

    Args:
        size: from `measure`.
        gpus: R, at least 1.
        gpu: a name in `CARDS`.
        tokens: to train on.
        utilization: fraction of the peak that is reached (model FLOPs utilization), 0 to 1.
        overhead: power of the data center over that of the GPUs (PUE), at least 1.
        grams: of CO2 equivalent per kilowatt-hour.

    Raises:
        UserError: a figure outside its range, or a model that does not read tokens one by one.
    """
    if size.formula is None or size.shape is None or size.context is None:
        raise UserError("a training run can be planned for GPT, LLaMA, Mistral and Mixtral only.")
    check_plan(
        gpu, gpus=gpus, tokens=tokens, utilization=utilization, overhead=overhead, grams=grams
    )
    card = CARDS[gpu]
    operations = size.formula * tokens
    # A peak that nobody reaches, times the fraction that well-tuned trainings do.
    seconds = operations / (gpus * card.teraflops * 1e12 * utilization)
    kilowatt_hours = gpus * card.watts / 1000 * seconds / 3600 * overhead
    ways = tuple(
        Sharding(name, gigabytes, gigabytes <= 0.9 * card.gigabytes)
        for name, gigabytes in _shardings(size, gpus).items()
    )
    return Plan(operations, seconds / 86_400, kilowatt_hours, kilowatt_hours * grams / 1e6, ways)


def _shardings(size: Size, gpus: int) -> dict[str, float]:
    """Gigabytes per GPU for one sequence at a time, in mixed precision (16 bytes per parameter).

    States: Rajbhandari et al. 2019, section 5. Activations, with fused attention: 34 T d per layer;
    with recomputation 2 T d per layer and one layer in full (Korthikanti et al. 2022, equation 2
    and section 4.2).
    """
    assert size.shape is not None
    assert size.context is not None
    (L, d), N, T = size.shape, size.parameters, size.context
    # Bytes for one sequence: kept whole, or with the layer at hand computed anew.
    kept, again = 34 * T * d * L, (2 * L + 34) * T * d
    states: dict[str, float] = {"everything on every GPU (DDP)": 16 * N}
    if gpus > 1:
        gathered = 4 * N / L  # weights and gradients of the layer being computed
        states |= {
            "optimizer state sharded (ZeRO 1)": 4 * N + 12 * N / gpus,
            "optimizer state and gradients sharded (ZeRO 2)": 2 * N + 14 * N / gpus,
            "everything sharded (FSDP, ZeRO 3)": 16 * N / gpus + gathered,
        }
    ways = {name: (state + kept) / 1e9 for name, state in states.items()}
    last = list(states)[-1]
    return ways | {f"{last}, activations recomputed": (states[last] + again) / 1e9}
