"""Moving to a device."""

from unittest.mock import patch

import torch
from torch import Tensor, nn

from gradatim.labs.grading.spec import Check


def machines(generator):
    yield from ((False, False), (True, False), (False, True), (True, True))


def pick(pick_device, cuda, mps):
    with (
        patch("torch.cuda.is_available", lambda: cuda),
        patch("torch.backends.mps.is_available", lambda: mps),
    ):
        found = pick_device()
    if not isinstance(found, torch.device):
        return repr(found)
    return f"torch.device({found if found.index else found.type})"  # cuda:0 is cuda


def best(cuda, mps):
    return f"torch.device({'cuda' if cuda else 'mps' if mps else 'cpu'})"


def batches(generator):
    x = torch.zeros(2)
    yield x, "meta"
    yield [x, x], "meta"
    yield (x, torch.zeros(1)), "meta"
    yield {"x": x, "name": "cat"}, "meta"
    yield {"pair": (x, [x, 3]), "none": None}, "meta"
    yield (x, x), "cpu"
    yield {"nothing": [], "flag": True, "deep": {"x": (x,)}}, "meta"
    yield {"labels": torch.zeros(2, dtype=torch.int64), 3: torch.ones(1).requires_grad_()}, "meta"
    yield [{"a": [((x, {"b": [{"c": (x, "cat", 2.5)}]}),)]}, "dog"], "meta"
    yield [torch.zeros(2, dtype=kind) for kind in (torch.bool, torch.float64, torch.int32)], "meta"
    yield {"empty": (), "none": {}, "flag": False, "number": 0, "x": torch.zeros(())}, "meta"
    yield [x] * 11, "meta"
    yield {"x": x, "net": nn.Linear(2, 1)}, "meta"  # no tensor, though it can be moved
    yield 2.5, "meta"


def outline(value):
    """Structure, shapes and devices as text."""
    if isinstance(value, Tensor):
        kind = "" if value.dtype == torch.float32 else f" {str(value.dtype).removeprefix('torch.')}"
        graph = ", requires a gradient" if value.requires_grad else ""
        return f"tensor {tuple(value.shape)}{kind} on {value.device.type}{graph}"
    if isinstance(value, dict):
        words = {key: key if isinstance(key, str) else f"({key!r})" for key in value}
        return {words[key]: outline(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return {type(value).__name__: {str(i): outline(item) for i, item in enumerate(value)}}
    if isinstance(value, (str, int, float, type(None))):
        return repr(value)
    if isinstance(value, nn.Module):
        return f"module on {next(value.parameters()).device.type}"
    return {type(value).__name__: "?"}


def moved(to_device, batch, device):
    return outline(to_device(batch, torch.device(device)))


def to_device(batch, device):
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: to_device(item, device) for key, item in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(item, device) for item in batch)
    return batch


def tokens(generator):
    for shape in ((1, 1), (2, 3), (3, 2), (5, 2), (2, 130)):
        yield shape, "cpu"
        yield shape, "meta"


def numbered(positions, shape, device):
    kind = torch.int32 if shape[0] == 5 else torch.int64
    found = positions(torch.ones(shape, dtype=kind, device=device))
    numbers = found.tolist() if isinstance(found, Tensor) and found.device.type == "cpu" else "-"
    kind = f"a {type(found).__name__}"
    return {
        "result": outline(found).replace(" int64", "") if isinstance(found, Tensor) else kind,
        "dtype": str(getattr(found, "dtype", "-")),
        "numbers": numbers,
    }


def expected_numbers(shape, device):
    numbers = list(range(shape[1])) if device == "cpu" else "-"
    return {
        "result": f"tensor ({shape[1]},) on {device}",
        "dtype": "torch.int64",
        "numbers": numbers,
    }


CHECKS = [
    Check(name="pick_device", inputs=machines, run=pick, expected=best),
    Check(
        name="to_device",
        inputs=batches,
        run=moved,
        expected=lambda batch, device: outline(to_device(batch, torch.device(device))),
    ),
    Check(
        name="positions",
        inputs=tokens,
        run=numbered,
        expected=expected_numbers,
        french={"result": "résultat", "numbers": "nombres"},
    ),
]
