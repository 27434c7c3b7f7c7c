"""Look inside a network while it computes: the output of every layer, by name.

Shapes: B batch, C channels (feature maps), H and W height and width.
"""

import re
from collections.abc import Iterable
from functools import partial

import torch
from torch import Tensor, nn

from gradatim.errors import UserError, nearest


@torch.no_grad()
def capture(
    model: nn.Module, *inputs: Tensor, names: Iterable[str] | None = None
) -> dict[str, Tensor]:
    """Run a model once and record the outputs of its layers.

    The model runs in evaluation mode and is left as it was found; gradients are off.

    Args:
        model: any network.
        inputs: what the model takes.
        names: modules to listen to, as in `model.named_modules()`; all of them by default.

    Returns:
        name -> output, in the order in which the outputs were computed (a block stands after
        the layers inside it). A module that runs several times has its later outputs under
        "name#2", "name#3". Outputs that are not tensors are left out, of a tuple the first
        tensor is kept.

    Raises:
        UserError: a name that no module has.
    """
    modules = {name: module for name, module in model.named_modules() if name}
    wanted = list(modules) if names is None else list(names)
    for name in wanted:
        if name not in modules:
            raise UserError(f"no layer is called {name!r}: {nearest(name, modules)}")

    outputs: dict[str, Tensor] = {}

    def keep(name: str, _module: nn.Module, _inputs: object, output: object) -> None:
        # A recurrent layer gives its outputs first and its state after them.
        if isinstance(output, tuple):
            output = next((part for part in output if isinstance(part, Tensor)), None)
        if isinstance(output, Tensor):
            # A module that is shared runs several times; its second output must not hide the first.
            n_before = sum(key.split("#")[0] == name for key in outputs)
            # A copy: a ReLU in place would change the recorded output of the layer before.
            outputs[f"{name}#{n_before + 1}" if n_before else name] = output.detach().clone()

    # Of every module: a frozen batch norm may be in evaluation mode inside a network in training.
    training = {module: module.training for module in model.modules()}
    hooks = [modules[name].register_forward_hook(partial(keep, name)) for name in wanted]
    try:
        model.eval()
        model(*inputs)
    finally:
        for hook in hooks:
            hook.remove()
        for module, mode in training.items():
            module.training = mode
    return outputs


def feature_maps(model: nn.Module, image: Tensor) -> dict[str, Tensor]:
    """The feature maps of one image as they grow in number and shrink in size with depth.

    Takes the first convolution and then, for every size of map, the last layer or block of that
    size: what is handed on.

    Args:
        model: an image network.
        image: normalized, (C, H, W).

    Returns:
        name -> maps (C, H, W), from the image towards the answer; empty for a network without
        maps (an MLP).
    """
    outputs = {name: y[0] for name, y in capture(model, image[None]).items() if y.ndim == 4}
    # Later entries overwrite earlier ones of the same size, so the last of each size is left.
    last_of_size = {y.shape[1:]: name for name, y in outputs.items() if y.shape[1] > 1}
    kept = {*list(outputs)[:1], *last_of_size.values()}
    return {name: y for name, y in outputs.items() if name in kept}


def kind(model: nn.Module, name: str) -> str:
    """A word for a layer of a model: convolution, pooling, ReLU, stage, residual block, ..."""
    module = model.get_submodule(name.split("#")[0])
    words = {"Conv2d": "convolution", "Linear": "linear", "Sequential": "stage", "ReLU": "ReLU"}
    words |= {"BasicBlock": "residual block", "Bottleneck": "residual block"}
    written = type(module).__name__
    if written in words:
        return words[written]
    # By the end of the class's name: to a reader MaxPool2d and AvgPool2d are one kind of layer.
    for ending, word in (
        ("Pool2d", "pooling"),
        ("Norm", "normalization"),
        ("Norm2d", "batch norm"),
    ):
        if written.endswith(ending):
            return word
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", written).lower()


def first_kernels(model: nn.Module, shape: tuple[int, int, int]) -> Tensor | None:
    """The weights of the first layer as images.

    Args:
        model: an image network.
        shape: of its images, (C, H, W).

    Returns:
        one image per neuron or kernel, (N, C, h, w): a kernel of a convolution is as small as it
        is, a neuron of a linear layer sees the whole image. None where the first layer is
        neither, or sees something else than pixels.
    """
    layers = (m for m in model.modules() if isinstance(m, nn.Conv2d | nn.Linear))
    layer = next(layers, None)
    if isinstance(layer, nn.Conv2d):
        return layer.weight.detach().cpu()
    if isinstance(layer, nn.Linear) and layer.in_features == shape[0] * shape[1] * shape[2]:
        # Row i of the weights multiplies pixel by pixel, so it can be seen as an image.
        return layer.weight.detach().cpu().unflatten(1, shape)
    return None
