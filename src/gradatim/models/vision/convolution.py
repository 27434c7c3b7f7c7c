"""Convolution and pooling written out, as the lecture draws them.

A kernel is a small set of weights that slides over the image: every position uses the same ones.
Unrolled, the same operation is a matrix with few non-zero entries, whose rows repeat the kernel;
so a convolution is a linear layer with shared weights. Both forms here agree with
`torch.nn.functional.conv2d` to rounding, and are for reading: torch's is the fast one.

Like torch (and the lecture), "convolution" means cross-correlation: the kernel is not flipped.

Shapes: B batch, C input channels, O output channels, H and W image height and width,
R and S kernel height and width, Y and X output height and width.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.errors import UserError


def output_size(
    size: int, window: int, *, stride: int = 1, padding: int = 0, dilation: int = 1
) -> int:
    """Positions that a window of `window` cells takes along `size` cells, in steps of `stride`.

    With a dilation of D the window's cells stand D apart, so it spans D (window - 1) + 1.

    Raises:
        UserError: if the window is larger than the padded image.
    """
    # The first and the last cell count, and the gaps between them.
    window = dilation * (window - 1) + 1
    room = size + 2 * padding - window
    if room < 0:
        raise UserError(
            f"a window of {window} does not fit into {size} cells with padding {padding}: "
            "use a smaller window, a larger image or more padding."
        )
    return room // stride + 1


def slide_kernel(
    images: Tensor, kernels: Tensor, *, stride: int = 1, padding: int = 0, dilation: int = 1
) -> Tensor:
    """Convolution as a sliding window: at every position, multiply and add up.

    Args:
        images: (B, C, H, W).
        kernels: (O, C, R, S).
        stride: cells between two positions.
        padding: rows and columns of zeros added around the image.
        dilation: cells of the image from one cell of the kernel to the next.

    Returns:
        the feature maps, (B, O, Y, X).
    """
    *_, R, S = kernels.shape
    Y = output_size(images.shape[2], R, stride=stride, padding=padding, dilation=dilation)
    X = output_size(images.shape[3], S, stride=stride, padding=padding, dilation=dilation)
    tall, wide = dilation * (R - 1) + 1, dilation * (S - 1) + 1
    # Zeros around: without them every layer loses a border of half a kernel, and the corners most.
    images = F.pad(images, [padding] * 4)
    maps = images.new_zeros(len(images), len(kernels), Y, X)
    for y in range(Y):
        for x in range(X):
            top, left = y * stride, x * stride
            rows, columns = slice(top, top + tall, dilation), slice(left, left + wide, dilation)
            # The same kernels at every position: this is the sharing of weights.
            patch = images[:, None, :, rows, columns]  # (B, 1, C, R, S)
            maps[:, :, y, x] = (patch * kernels).sum((2, 3, 4))  # (B, O)
    return maps


def slide_maximum(images: Tensor, size: int, *, stride: int | None = None) -> Tensor:
    """Max pooling as a sliding window: at every position, keep the largest value.

    Args:
        images: (B, C, H, W).
        size: height and width of the window.
        stride: cells between two positions; by default windows do not overlap.

    Returns:
        the pooled maps, (B, C, Y, X).
    """
    stride = stride or size
    Y = output_size(images.shape[2], size, stride=stride)
    X = output_size(images.shape[3], size, stride=stride)
    maps = images.new_zeros(*images.shape[:2], Y, X)
    for y in range(Y):
        for x in range(X):
            top, left = y * stride, x * stride
            # The place of the maximum is forgotten: that makes the result
            # a little invariant to shifts.
            maps[:, :, y, x] = images[:, :, top : top + size, left : left + size].amax((2, 3))
    return maps


def convolution_matrix(
    kernels: Tensor, image_size: tuple[int, int], *, stride: int = 1, padding: int = 0
) -> Tensor:
    """The kernels unrolled to the sparse matrix that does the same to a flattened image.

    A row is one output cell; it holds the kernel at the input cells under the window. Its
    transpose is the transposed convolution, which carries gradients (and images) back up.

    Args:
        kernels: (O, C, R, S).
        image_size: (H, W).
        stride: cells between two positions.
        padding: rows and columns of zeros around the image; they get no column.

    Returns:
        a sparse COO tensor, (O * Y * X, C * H * W).
    """
    O, C, R, S = kernels.shape  # noqa: E741
    H, W = image_size
    Y = output_size(H, R, stride=stride, padding=padding)
    X = output_size(W, S, stride=stride, padding=padding)
    o, c, r, s, y, x = torch.meshgrid(*map(torch.arange, (O, C, R, S, Y, X)), indexing="ij")
    top, left = y * stride + r - padding, x * stride + s - padding  # the input cell of an entry
    # Padding is zeros, and what multiplies zero needs no entry.
    inside = (top >= 0) & (top < H) & (left >= 0) & (left < W)
    # Cells are numbered map by map, row by row, as `flatten` lays them out in memory.
    rows = (o * Y + y) * X + x
    columns = (c * H + top) * W + left
    values = kernels[..., None, None].expand(O, C, R, S, Y, X)
    # Sparse: of a row's C H W entries only C R S are not zero.
    return torch.sparse_coo_tensor(
        torch.stack([rows[inside], columns[inside]]),
        values[inside],
        (O * Y * X, C * H * W),
        check_invariants=False,  # every index above is inside
    ).coalesce()


def multiply_matrix(
    images: Tensor, kernels: Tensor, *, stride: int = 1, padding: int = 0
) -> Tensor:
    """Convolution as one product with the kernels' sparse matrix.

    Args:
        images: (B, C, H, W).
        kernels: (O, C, R, S).
        stride: cells between two positions.
        padding: rows and columns of zeros added around the image.

    Returns:
        the feature maps, (B, O, Y, X).
    """
    H, W = images.shape[2:]
    matrix = convolution_matrix(kernels, (H, W), stride=stride, padding=padding)
    Y = output_size(H, kernels.shape[2], stride=stride, padding=padding)
    # Images as columns: one product serves the whole batch.
    columns = images.flatten(1).T  # (C * H * W, B)
    return torch.sparse.mm(matrix, columns).T.unflatten(1, (len(kernels), Y, -1))
