"""A network as plain data: its layers, the operations between them, its weights.

`describe` runs in the limited process that runs somebody's program; `rebuild` runs in the server
and knows only the layers and operations listed here. So no line of a foreign program runs in the
server, and nothing is unpickled.
"""

import base64
import inspect
import operator
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from safetensors.torch import load, save
from torch import Tensor, fx, nn

from gradatim.errors import UserError

MOST_WEIGHTS = 2_000_000  # of a network that travels
LAYER_NAMES = (
    "Linear Conv1d Conv2d ConvTranspose2d Embedding BatchNorm1d BatchNorm2d LayerNorm GroupNorm "
    "InstanceNorm2d RMSNorm MaxPool1d MaxPool2d AvgPool1d AvgPool2d AdaptiveAvgPool1d "
    "AdaptiveAvgPool2d AdaptiveMaxPool2d ZeroPad2d Upsample PixelShuffle Dropout Dropout2d "
    "Flatten Unflatten Identity ReLU ReLU6 LeakyReLU PReLU ELU SELU CELU GELU SiLU Mish Tanh "
    "Sigmoid Softplus Softsign Hardtanh Hardswish Softmax LogSoftmax "
)
LAYERS = frozenset(LAYER_NAMES.split())
SPACES = {
    "torch": (
        torch,
        "abs add amax arange bmm cat chunk clamp concat conv2d cos cumsum div einsum exp flatten "
        "log matmul max_pool2d maximum mean minimum mm mul neg ones ones_like permute pow relu "
        "reshape rsqrt selu sigmoid sin softmax split sqrt square squeeze stack sub sum tanh "
        "transpose tril triu unbind unflatten unsqueeze where zeros zeros_like",
    ),
    "functional": (
        F,
        "adaptive_avg_pool2d avg_pool2d batch_norm conv1d conv2d dropout elu gelu group_norm "
        "hardswish interpolate layer_norm leaky_relu linear log_softmax max_pool1d max_pool2d mish "
        "normalize one_hot pad relu rms_norm scaled_dot_product_attention selu sigmoid silu "
        "softmax softplus tanh",
    ),
    "operator": (
        operator,
        "add floordiv getitem iadd imul isub itruediv le lt ge gt eq matmul mod mul neg pow sub "
        "truediv",
    ),
}
OPERATIONS = {
    f"{space}.{name}": getattr(module, name)
    for space, (module, names) in SPACES.items()
    for name in names.split()
} | {"getattr": getattr}
NAMES = {function: name for name, function in OPERATIONS.items()}
METHOD_NAMES = (
    "abs add amax argmax chunk clamp contiguous cos cumsum dim div exp expand flatten float log "
    "log_softmax masked_fill matmul max mean mul neg new_zeros permute pow relu reshape rsqrt "
    "sigmoid sin size softmax split sqrt square squeeze std sub sum t tanh transpose unbind "
    "unflatten unsqueeze var view view_as "
)
METHODS = frozenset(METHOD_NAMES.split())
ATTRIBUTES = ("shape", "T", "mT", "ndim", "dtype", "device")
FOLLOWS_TRAINING = ("functional.dropout", "functional.batch_norm")  # argument of that name


@dataclass(frozen=True)
class Program:
    """The program that made a network: the name of its file, and its text."""

    name: str
    text: str


class OwnNetwork(nn.Module):
    """A network that computes what a description says, step by step."""

    program: Program | None = None

    def __init__(self, steps: list[list[Any]]) -> None:
        """Take the steps: of each its name, its kind, what it calls, and the arguments."""
        super().__init__()
        self.steps = steps

    def forward(self, x: Tensor) -> Any:
        """Compute the steps in turn; the first one stands for the input."""
        values: dict[str, Any] = {}
        for name, kind, target, packed, packed_named in self.steps:
            arguments = _unpacked(packed, values)
            named = _unpacked(packed_named, values)
            if kind == "placeholder":  # of further inputs the defaults are taken
                values[name] = arguments[0] if values else x
            elif kind == "layer":
                values[name] = self.get_submodule(target)(*arguments, **named)
            elif kind == "value":
                values[name] = operator.attrgetter(target)(self)
            elif kind == "method":
                values[name] = getattr(arguments[0], target)(*arguments[1:], **named)
            elif kind == "output":
                return arguments[0]
            else:
                if target in FOLLOWS_TRAINING:
                    named["training"] = self.training
                values[name] = OPERATIONS[target](*arguments, **named)
        raise UserError("The network gives no output.")


class _Tracer(fx.Tracer):
    """Looks into every module but the layers of the list."""

    def is_leaf_module(self, m: nn.Module, module_qualified_name: str) -> bool:
        return _is_layer(m)


def describe(model: nn.Module) -> dict[str, Any]:
    """Describe a network as what JSON can hold.

    Args:
        model: its forward takes one tensor and computes the same way for every input.

    Raises:
        UserError: it is too large, or computes with what the list does not hold.
    """
    count = sum(p.numel() for p in model.parameters())
    if count > MOST_WEIGHTS:
        raise UserError(f"The network has {count:,} weights; at most {MOST_WEIGHTS:,} are taken.")
    graph = _Tracer().trace(model)
    layers: dict[str, Any] = {}
    values: dict[str, str] = {}
    tensors: dict[str, Tensor] = {}
    steps = []
    for node in graph.nodes:
        target: Any = node.target
        if node.op == "call_module":
            kind, layer = "layer", model.get_submodule(target)
            layers[target] = [type(layer).__name__, _sizes(layer)]
            tensors |= {f"{target}.{name}": t for name, t in layer.state_dict().items()}
        elif node.op == "get_attr":
            kind, value = "value", operator.attrgetter(target)(model)
            if not isinstance(value, Tensor):
                raise unknown(target)
            values[target] = "parameter" if isinstance(value, nn.Parameter) else "buffer"
            tensors[target] = value
        elif node.op == "call_function":
            kind, target = "operation", NAMES.get(target, "")
            if not target:
                raise unknown(getattr(node.target, "__name__", str(node.target)))
        elif node.op == "call_method":
            kind = "method"
            if target not in METHODS:
                raise unknown(str(target))
        else:
            kind = node.op
        steps.append([node.name, kind, str(target), _packed(node.args), _packed(dict(node.kwargs))])
    inputs = [step for step in steps if step[1] == "placeholder"]
    if len(inputs) < 1 or any(not step[3]["list"] for step in inputs[1:]):
        raise UserError(f"The network takes {len(inputs)} inputs; one is needed.")
    kept = {name: t.detach().cpu().clone().contiguous() for name, t in tensors.items()}
    return {
        "layers": layers,
        "values": values,
        "steps": steps,
        "weights": base64.b64encode(save(kept)).decode(),
    }


def rebuild(described: Any, program: Program | None = None) -> OwnNetwork:
    """Build the network of a description, which may come from anywhere.

    Args:
        described: as `describe` gives it.
        program: that made it, to be shown.

    Raises:
        UserError: it is not such a description, or names a layer or operation that is not allowed.
    """
    try:
        return _rebuilt(described, program)
    except UserError:
        raise
    except Exception as error:  # a description that nobody's `describe` wrote
        raise UserError(f"The network cannot be read: {error}") from None


def shown_source(model: nn.Module) -> Any:
    """What is shown as the code of a network: its class, or the program that made it."""
    return model.program or OwnNetwork if isinstance(model, OwnNetwork) else type(model)


def _rebuilt(described: dict[str, Any], program: Program | None) -> OwnNetwork:
    tensors = load(base64.b64decode(described["weights"]))
    network = OwnNetwork(described["steps"])
    network.program = program
    allowed = {
        **{"operation": OPERATIONS, "method": METHODS, "layer": described["layers"]},
        **{"value": described["values"], "placeholder": [], "output": []},
    }
    for _, kind, target, packed, _ in network.steps:
        if target not in allowed[kind] and kind not in ("placeholder", "output"):
            raise unknown(str(target))
        if target == "getattr" and packed["list"][1] not in ATTRIBUTES:
            raise unknown(str(packed["list"][1]))
    for path, (name, sizes) in described["layers"].items():
        if name not in LAYERS:
            raise unknown(str(name))
        with torch.device("meta"):  # takes no memory: the weights are those that came
            layer = getattr(nn, name)(**_unpacked(sizes, {}))
        own = {
            key.removeprefix(f"{path}."): t
            for key, t in tensors.items()
            if key.rpartition(".")[0] == path
        }
        layer.load_state_dict(own, assign=True)
        parent, last = _parent(network, path)
        parent.add_module(last, layer)
    for path, kind in described["values"].items():
        parent, last = _parent(network, path)
        if kind == "parameter":
            parent.register_parameter(last, nn.Parameter(tensors[path]))
        else:
            parent.register_buffer(last, tensors[path])
    return network


def _parent(network: nn.Module, path: str) -> tuple[nn.Module, str]:
    """The module that holds a path, made where it is missing; and the last part of the path."""
    *parts, last = path.split(".")
    for part in parts:
        if part not in dict(network.named_children()):
            network.add_module(part, nn.Module())
        network = network.get_submodule(part)
    return network, last


def _is_layer(module: nn.Module) -> bool:
    kind = type(module)
    return kind.__name__ in LAYERS and getattr(nn, kind.__name__, None) is kind


def _sizes(layer: nn.Module) -> Any:
    """The arguments that build a layer again, which torch keeps under their own names."""
    names = inspect.signature(type(layer).__init__).parameters
    kept = {
        name: getattr(layer, name)
        for name in names
        if name not in ("self", "device", "dtype", "bias") and hasattr(layer, name)
    }
    if "bias" in names:
        kept["bias"] = layer.bias is not None
    return _packed({name: value for name, value in kept.items() if not name.startswith("_")})


def _packed(value: Any) -> Any:
    """An argument as JSON."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, fx.Node):
        return {"step": value.name}
    if isinstance(value, list | tuple):  # a torch.Size too
        return {"list": [_packed(item) for item in value], "tuple": not isinstance(value, list)}
    if isinstance(value, slice):
        return {"slice": [_packed(part) for part in (value.start, value.stop, value.step)]}
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {"named": {key: _packed(item) for key, item in value.items()}}
    if value is Ellipsis:
        return {"rest": True}
    if isinstance(value, torch.dtype):
        return {"dtype": str(value).removeprefix("torch.")}
    raise unknown(type(value).__name__)


def _unpacked(value: Any, values: dict[str, Any]) -> Any:
    """The argument that `_packed` wrote, with the values of the steps so far."""
    if not isinstance(value, dict):
        return value
    if "step" in value:
        return values[value["step"]]
    if "list" in value:
        items = [_unpacked(item, values) for item in value["list"]]
        return tuple(items) if value["tuple"] else items
    if "slice" in value:
        return slice(*(_unpacked(part, values) for part in value["slice"]))
    if "named" in value:
        return {key: _unpacked(item, values) for key, item in value["named"].items()}
    if "rest" in value:
        return ...
    dtype = getattr(torch, value["dtype"])
    if not isinstance(dtype, torch.dtype):
        raise unknown(str(value["dtype"]))
    return dtype


def unknown(name: str) -> UserError:
    """What is said of a layer or operation that is not in the lists."""
    return UserError(f"The network uses {name[:60]!r}, which the page cannot take over.")
