import torch
from torch import nn, optim


def save(model: nn.Module, path: str) -> None:
    torch.save(model.state_dict(), path)


def load(model: nn.Module, path: str) -> None:
    model.load_state_dict(torch.load(path, weights_only=True))


def save_checkpoint(model: nn.Module, optimizer: optim.Optimizer, step: int, path: str) -> None:
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
    torch.save(state, path)


def load_checkpoint(model: nn.Module, optimizer: optim.Optimizer, path: str) -> int:
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    return state["step"]
