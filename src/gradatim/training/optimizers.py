"""Optimizers: SGD with momentum, AdamW and Muon, and which parameter goes to which."""

import warnings
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.spelling import spelled
from gradatim.training.config import OptimizerConfig
from gradatim.training.device import fast_bfloat16_matmul
from gradatim.training.task import Task

MOMENTUM, BETA1, BETA2, ADAMW_LR_RATIO = 0.9, 0.9, 0.99, 0.1  # where the config says nothing
OUTER_NAMES = ("embedding", "output", "score", "head")  # of what is not a matrix between layers


@torch.no_grad()
def orthogonalize(matrices: Tensor, steps: int = 5) -> Tensor:
    """Replace the singular values of matrices by numbers near 1, by a Newton-Schulz iteration.

    X <- aX + b(XX')X + c(XX')^2 X, with the coefficients of Jordan et al. 2024 ("Muon"), which
    push every singular value in (0, 1] into about [0.7, 1.2] within five steps.

    Args:
        matrices: (..., M, N), any batch of matrices.
        steps: iterations.
    """
    # Not the coefficients that converge to 1 exactly: these grow
    # small values faster, and near 1 is enough.
    a, b, c = 3.4445, -4.7750, 2.0315
    tall = matrices.size(-2) > matrices.size(-1)
    x = matrices.mT if tall else matrices  # (..., M, N), M <= N: XX' is the smaller product
    shape = x.shape
    # The Frobenius norm is at least the largest singular value: afterwards all lie in (0, 1].
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    x = x.reshape(-1, *shape[-2:])  # (P, M, N)
    # Three digits are enough for values that need be only near 1.
    if fast_bfloat16_matmul(x.device):
        x = x.bfloat16()
    for _ in range(steps):
        # An odd polynomial of X acts on its singular values alone and leaves the directions as they
        # are.
        gram = x @ x.mT  # (P, M, M)
        factor = torch.baddbmm(gram, gram, gram, beta=b, alpha=c)
        x = torch.baddbmm(x, factor, x, beta=a)
    x = x.reshape(shape).to(matrices.dtype)
    return x.mT if tall else x


class Muon(torch.optim.Optimizer):
    """Momentum whose update is made orthogonal (Jordan et al. 2024), for matrices and filters.

    Filters (O, I, H, W) are treated as matrices (O, I*H*W). The update is scaled by
    sqrt(max(1, rows / columns)), so that one learning rate fits every shape.

    `torch.optim.Muon` takes matrices only and one after the other. This one stacks equal shapes,
    which takes 0.6 of its time for the 16 matrices of a GPT of width 64, and as long from width 128
    on (one core of an AMD EPYC).

    Args:
        params: parameters with two or more axes, or groups of them.
        lr: step in units of the update, whose singular values are near 1.
        momentum: fraction of the old direction that is kept; Nesterov's form is used.
        weight_decay: decoupled, times `lr`.
        fixed_norm: bring every filter of a layer back to a norm of 1 on average before each step,
            for layers before a batch norm, which makes their scale idle.
    """

    def __init__(
        self,
        params: Any,
        lr: float,
        momentum: float,
        weight_decay: float = 0.0,
        fixed_norm: bool = False,
    ) -> None:
        defaults = {"lr": lr, "momentum": momentum, "weight_decay": weight_decay}
        super().__init__(params, {**defaults, "fixed_norm": fixed_norm})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        """Update every parameter that has a gradient."""
        for group in self.param_groups:
            same_shape: dict[torch.Size, list[Tensor]] = {}
            for parameter in group["params"]:
                if parameter.grad is not None:
                    same_shape.setdefault(parameter.flatten(1).shape, []).append(parameter)
            for (rows, columns), parameters in same_shape.items():
                directions = torch.stack(
                    [self._direction(p, group["momentum"]) for p in parameters]
                )
                updates = orthogonalize(directions)  # (P, rows, columns), one product for all
                # An orthogonal update of a tall matrix moves each output less: the root evens this
                # out.
                scale = group["lr"] * max(1.0, rows / columns) ** 0.5
                for parameter, update in zip(parameters, updates, strict=True):
                    if group["fixed_norm"]:
                        parameter.mul_(rows**0.5 / parameter.norm())
                    # Decoupled: not part of the gradient, so it is not made orthogonal (Loshchilov
                    # and Hutter 2019).
                    parameter.mul_(1 - group["lr"] * group["weight_decay"])
                    parameter.add_(update.reshape(parameter.shape), alpha=-scale)

    def _direction(self, parameter: Tensor, momentum: float) -> Tensor:
        gradient = parameter.grad.flatten(1)  # type: ignore[union-attr]
        state = self.state[parameter]
        if not state:
            state["momentum_buffer"] = torch.zeros_like(gradient)
        buffer = state["momentum_buffer"].lerp_(gradient, 1 - momentum)
        # Nesterov: the gradient where momentum is about to lead, by the same mean once more.
        return gradient.lerp(buffer, momentum)


def default_groups(model: nn.Module, config: OptimizerConfig) -> list[dict[str, Any]]:
    """Split parameters: matrices and filters get weight decay, vectors (biases, norms) do not.

    With `muon`, hidden matrices go to Muon; embeddings, vectors and the last matrix to AdamW.
    """
    embeddings = {
        id(p) for m in model.modules() if isinstance(m, nn.Embedding) for p in m.parameters(False)
    }
    trainable = [p for p in model.parameters() if p.requires_grad]
    matrices = [p for p in trainable if p.ndim >= 2]
    # Decay would pull a norm's gain to 0 and do little about overfitting.
    vectors = [p for p in trainable if p.ndim < 2]
    if config.optimizer != "muon":
        return [{"params": matrices}, {"params": vectors, "weight_decay": 0.0}]
    hidden = [p for p in matrices[:-1] if id(p) not in embeddings]
    outer = [p for p in matrices if all(p is not h for h in hidden)]
    rest: dict[str, Any] = {"optimizer": "adamw", "lr": adamw_rate(config)}
    return [
        {"params": hidden},
        {"params": outer, **rest},
        {"params": vectors, **rest, "weight_decay": 0.0},
    ]


def transformer_groups(task: Task, config: OptimizerConfig) -> list[dict[str, Any]]:
    """With `muon`, give Muon the matrices between layers and AdamW all the rest.

    A task with a Transformer says `parameter_groups = transformer_groups`.

    Muon makes every direction of an update equally strong, which is right between two layers of
    neurons and wrong for a table of embeddings (Jordan et al. 2024). A Transformer has more of
    those than `nn.Embedding` shows: positions, class tokens, patches. They are told by their names.

    Args:
        task: the parameters of its model are told apart by their shapes and names.
        config: with another optimizer, the groups are the default ones.
    """
    if config.optimizer != "muon":
        return default_groups(task.model, config)
    named = [(n, p) for n, p in task.model.named_parameters() if p.requires_grad]
    inner = [p for n, p in named if p.ndim == 2 and not any(word in n for word in OUTER_NAMES)]
    known = {id(p) for p in inner}
    outer = [p for _, p in named if id(p) not in known]
    rest = {"optimizer": "adamw", "lr": adamw_rate(config), "weight_decay": 0.0}
    return [{"params": inner}, {"params": outer, **rest}]


def adamw_rate(config: OptimizerConfig) -> float:
    """Learning rate of what AdamW updates beside Muon."""
    ratio = ADAMW_LR_RATIO if config.adamw_lr_ratio is None else config.adamw_lr_ratio
    return config.learning_rate * ratio


def make_optimizers(
    task: Task, model: nn.Module, config: OptimizerConfig, sharded: bool = False
) -> list[torch.optim.Optimizer]:
    """Build the optimizers of a task, one of each kind that its parameter groups name.

    Args:
        task: may choose its own groups.
        model: whose parameters learn.
        config: of the optimizers.
        sharded: the parameters are spread over several devices.

    Raises:
        UserError: Muon on a sharded model: it needs whole matrices.
    """
    groups = task.parameter_groups(config) or default_groups(model, config)
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for group in groups:
        if group["params"]:
            group = {"lr": config.learning_rate, "weight_decay": config.weight_decay, **group}
            # The schedule multiplies this one; multiplying "lr" itself would compound from step to
            # step.
            group["initial_lr"] = group["lr"]
            by_kind.setdefault(group.pop("optimizer", config.optimizer), []).append(group)
    if config.optimizer == "muon" and "muon" not in by_kind:
        warnings.warn(
            "this model has no matrix between two layers, so muon changes nothing of it and AdamW "
            "learns all.",
            stacklevel=2,
        )
    momentum = MOMENTUM if config.momentum is None else config.momentum
    optimizers: list[torch.optim.Optimizer] = []
    for kind, members in by_kind.items():
        if kind == "muon":
            if sharded:
                raise UserError(
                    f"muon needs whole matrices: with {spelled('shard', True)}, give "
                    f"{spelled('optimizer', 'adamw')} or {spelled('optimizer', 'sgd')}."
                )
            optimizers.append(Muon(members, config.learning_rate, momentum))
        elif kind == "sgd":
            optimizers.append(
                torch.optim.SGD(
                    members, momentum=momentum, nesterov=momentum > 0, fused=not sharded
                )
            )
        else:
            betas = (
                BETA1 if config.beta1 is None else config.beta1,
                BETA2 if config.beta2 is None else config.beta2,
            )
            # `fused`: one pass over memory per step, not one per operation.
            optimizers.append(torch.optim.AdamW(members, betas=betas, fused=True))
    return optimizers


def set_learning_rate(optimizers: list[torch.optim.Optimizer], factor: float) -> None:
    """Set every group's learning rate to `factor` times its own top value."""
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["lr"] = factor * group["initial_lr"]
