"""The arithmetic of one number of a feature map: window times kernel, a sum per channel, the bias.

Shapes: C input channels, R height and width of the kernel.
"""

from typing import Any

import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.insight.activations import capture

MOST_CHANNELS = 8  # whose windows are shown; the sum is that of all


def one_place(
    model: nn.Module, images: Tensor, name: str, channel: int, row: int, column: int
) -> dict[str, Any]:
    """Compute one number of a convolution's map from what the layer read.

    Args:
        model: the network.
        images: what it takes, (1, C, S, S).
        name: of an `nn.Conv2d` in it.
        channel, row, column: of the number in the layer's output.

    Returns:
        windows and kernels (up to 8 channels, R, R), the sum of each channel, bias and total.
    """
    layer = model.get_submodule(name)
    assert isinstance(layer, nn.Conv2d)
    read: list[Tensor] = []
    hook = layer.register_forward_pre_hook(lambda _, arguments: read.append(arguments[0]))
    try:
        capture(model, images, names=[])
    finally:
        hook.remove()
    padding = layer._reversed_padding_repeated_twice  # of "same" too; left, right, top, bottom
    padded = F.pad(read[-1], padding)[0]  # (C, ...)
    kernel = layer.weight.detach()[channel]  # (C / groups, R, R)
    first = channel // (layer.out_channels // layer.groups) * len(kernel)
    places = []
    for axis, at in enumerate((row, column)):
        start = at * layer.stride[axis]
        span = layer.dilation[axis] * (layer.kernel_size[axis] - 1) + 1
        places.append(slice(start, start + span, layer.dilation[axis]))
    windows = padded[first : first + len(kernel), places[0], places[1]]  # (C, R, R)
    sums = (windows * kernel).sum((1, 2))  # (C,)
    bias = 0.0 if layer.bias is None else float(layer.bias.detach()[channel])
    shown = slice(MOST_CHANNELS)
    return {
        "windows": windows[shown],
        "window_kernels": kernel[shown],
        "sums": sums[shown],
        "n_sums": len(sums),
        "bias": bias,
        "total": float(sums.sum()) + bias,
    }
