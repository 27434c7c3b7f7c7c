"""A plane through the loss of a real network, spanned by the path of its own training."""

import copy
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import make_moons
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.training.config import OptimizerConfig
from gradatim.training.task import Task
from gradatim.views.core.engine import temporary_seed
from gradatim.views.core.trainer import Trainer
from gradatim.views.gradient_descent.surfaces import REACH, Surface


def network_plane(
    seed: int,
    data: tuple[np.ndarray, np.ndarray] | None = None,
    model: nn.Module | None = None,
) -> tuple[Surface, np.ndarray]:
    """The loss of a real network on the plane that its own training path spans.

    The differences of its weights along the path give two main directions (principal components;
    Li et al. 2018, "Visualizing the loss landscape", section 7); (0, 0) is where training ended.

    Args:
        seed: of the half moons and of the first weights.
        data: inputs (N, ...) and labels (N,); two half moons when None.
        model: takes the inputs and gives a score per class; an MLP (2-8-2, tanh) when None. A copy
            of it is trained.

    Returns:
        The surface, and the path that training took, seen from above the plane, (T, 2) float32.
    """
    points, labels = data or make_moons(200, noise=0.15, random_state=seed)
    x, y = torch.as_tensor(points, dtype=torch.float32), torch.as_tensor(labels).long()
    if model is None:
        with temporary_seed(seed):
            model = MLP(MLPConfig.xor())
    else:
        model = copy.deepcopy(model).eval()  # dropout would make the surface flicker
    task = _Classification(model)
    trainer = Trainer(task, OptimizerConfig(optimizer="sgd", learning_rate=0.5, momentum=0.9))
    path = []
    for _ in range(150):
        path.append(nn.utils.parameters_to_vector(model.parameters()).detach().clone())
        trainer.step((x, y))
    end = nn.utils.parameters_to_vector(model.parameters()).detach()
    if not torch.isfinite(end).all():
        raise UserError("The network's weights are not finite after training; check its data.")
    # From the end, not from the mean: (0, 0) is then the place that training reached.
    moves = torch.stack(path) - end  # (150, number of weights)
    # The right singular vectors of the moves are their principal directions, (2, weights).
    directions = torch.linalg.svd(moves, full_matrices=False).Vh[:2]
    names = [(name, p.shape, p.numel()) for name, p in model.named_parameters()]
    # One factor for both directions, so that the path fits and angles stay angles.
    scale = (moves @ directions.T).abs().max() / (0.9 * REACH)

    def loss_at(place: Tensor) -> Tensor:
        flat = end + scale * place @ directions
        parts = flat.split([count for _, _, count in names])
        weights = {
            name: part.view(shape) for (name, shape, _), part in zip(names, parts, strict=True)
        }
        return F.cross_entropy(torch.func.functional_call(model, weights, x), y)

    def surface(w: Tensor) -> Tensor:
        if w.ndim == 1:
            return loss_at(w)
        return torch.func.vmap(loss_at)(w.reshape(-1, 2)).reshape(w.shape[:-1])

    return surface, (moves @ directions.T / scale).numpy()


class _Classification(Task):
    def __init__(self, model: nn.Module) -> None:
        self.model = model

    def loss(self, batch: Any) -> tuple[Tensor, dict[str, Tensor]]:
        x, y = batch
        return F.cross_entropy(self.model(x), y), {}
