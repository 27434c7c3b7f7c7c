"""Saving and loading."""

import pickle
import sys
import tempfile
from pathlib import Path

import torch
from torch import nn

from gradatim.labs.grading.spec import Check


def network(seed):
    torch.default_generator.manual_seed(seed)
    model = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3), nn.Linear(3, 1))
    for _ in range(1 + seed % 2):
        model(torch.randn(5, 2))  # moves the running averages, and counts
    return model


def values(model):
    return {name: tensor.detach().clone() for name, tensor in model.state_dict().items()}


def safe(path):
    """Whether a file exists and opens without running code."""
    try:
        torch.load(path, weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, OSError, EOFError):
        if Path(path).exists():
            return "no: it holds pickled code"
        others = [file.name for file in Path(path).parent.iterdir()]
        return f"a file of another name: {others[0]}" if others else "no file"
    return "yes"


def moved(path, save_another):
    """The file under another name, alone, after another one was saved."""
    file = Path(path)
    if not file.exists():
        return path
    save_another(str(file.with_name("another.pt")))
    return str(file.rename(file.with_name("moved.pt")))


def round_trip(save, seed):
    load = sys.modules[save.__module__].load
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model.pt")
        first, second = network(seed), network(seed + 1)
        save(network(seed + 3), path)  # a file of this name is there already
        save(first, path)
        opens = safe(path)
        load(second, moved(path, lambda other: save(network(seed + 2), other)))
    return {
        "opens with weights_only": opens,
        "loaded values": values(second),
        "values of the saved model": values(first),
    }


def steps(model, optimizer, count):
    for k in range(count):
        optimizer.zero_grad()
        model(torch.full((2, 2), 1.0 + k)).pow(2).sum().backward()
        optimizer.step()


def optimizer_of(name, model, first):
    """What is loaded holds the learning rate and the momentum too."""
    if name == "Adam":
        return torch.optim.Adam(model.parameters(), lr=0.01 if first else 0.5)
    rate, momentum = (0.01, 0.9) if first else (0.5, 0.1)
    return torch.optim.SGD(model.parameters(), lr=rate, momentum=momentum)


def resume(save_checkpoint, seed, step, optimizer):
    load_checkpoint = sys.modules[save_checkpoint.__module__].load_checkpoint
    first, second = network(seed).eval(), network(seed + 1).eval()
    optimizers = [optimizer_of(optimizer, model, model is first) for model in (first, second)]
    steps(first, optimizers[0], 2)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "last.pt")
        save_checkpoint(second, optimizers[1], 1, path)  # a file of this name is there already
        save_checkpoint(first, optimizers[0], step, path)
        opens = safe(path)
        place = moved(path, lambda other: save_checkpoint(second, optimizers[1], 1, other))
        found = load_checkpoint(second, optimizers[1], place)
    loaded = values(second)
    steps(second, optimizers[1], 2)
    return {
        "opens with weights_only": opens,
        "step": found,
        "loaded values": loaded,
        "values two steps later": values(second),
    }


def expected_resume(seed, step, optimizer):
    model = network(seed).eval()
    optimizer = optimizer_of(optimizer, model, True)
    steps(model, optimizer, 2)
    loaded = values(model)
    steps(model, optimizer, 2)
    return {
        "opens with weights_only": "yes",
        "step": step,
        "loaded values": loaded,
        "values two steps later": values(model),
    }


CHECKS = [
    Check(name="load", inputs=lambda generator: [], expected=lambda: None),
    Check(name="load_checkpoint", inputs=lambda generator: [], expected=lambda: None),
    Check(
        name="save",
        french={
            "opens with weights_only": "s'ouvre avec weights_only",
            "loaded values": "valeurs chargées",
            "values of the saved model": "valeurs du modèle sauvegardé",
        },
        inputs=lambda generator: [(1,), (2,)],
        run=round_trip,
        expected=lambda seed: {
            "opens with weights_only": "yes",
            "loaded values": values(network(seed)),
            "values of the saved model": values(network(seed)),
        },
    ),
    Check(
        name="save_checkpoint",
        french={
            "opens with weights_only": "s'ouvre avec weights_only",
            "loaded values": "valeurs chargées",
            "values two steps later": "valeurs deux pas plus tard",
        },
        inputs=lambda generator: [
            *((1, 7, "SGD"), (2, 0, "SGD"), (3, 12, "SGD"), (1, 7, "Adam"), (2, 10**6, "Adam"))
        ],
        python_numbers=True,
        run=resume,
        expected=expected_resume,
    ),
]
