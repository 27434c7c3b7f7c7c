import torch
from torch import Tensor, nn
from torch.nn import functional as F


def load_matching(model: nn.Module, weights: dict[str, Tensor]) -> list[str]:
    own = model.state_dict()
    fitting = {
        name: tensor
        for name, tensor in weights.items()
        if name in own and tensor.shape == own[name].shape
    }
    model.load_state_dict(fitting, strict=False)
    return [name for name in own if name not in fitting]


def new_head(model: nn.Module, n_classes: int) -> list[str]:
    model.head = nn.Linear(model.head.in_features, n_classes)
    model.body.requires_grad_(False)
    return [name for name, p in model.named_parameters() if p.requires_grad]


def train_head(model: nn.Module, x: Tensor, y: Tensor, rate: float, steps: int) -> list[float]:
    model.body.eval()
    optimizer = torch.optim.SGD(model.head.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def groups(model: nn.Module, rate: float, factor: float) -> list[dict]:
    model.body.requires_grad_(True)
    return [
        {"params": list(model.body.parameters()), "lr": rate * factor},
        {"params": list(model.head.parameters()), "lr": rate},
    ]
