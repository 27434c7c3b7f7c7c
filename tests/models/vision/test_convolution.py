"""Convolution and pooling written out: the lecture's examples, and equality with torch."""

import pytest
import torch
import torch.nn.functional as F

from gradatim.errors import UserError
from gradatim.models.vision.convolution import (
    convolution_matrix,
    multiply_matrix,
    output_size,
    slide_kernel,
    slide_maximum,
)

WAYS = [slide_kernel, multiply_matrix]
SHAPES = [  # (channels, kernels, height, width, kernel height, kernel width, stride, padding)
    (1, 1, 7, 7, 3, 3, 1, 0),
    (3, 4, 9, 6, 3, 2, 1, 1),
    (2, 5, 8, 8, 5, 5, 2, 2),
    (2, 3, 11, 10, 4, 3, 3, 1),
    (1, 2, 3, 3, 3, 3, 1, 0),
    (2, 2, 4, 4, 1, 1, 1, 0),
    (1, 1, 2, 2, 3, 3, 1, 1),
]


def matrix(rows: str) -> torch.Tensor:
    """'12/34' to a float64 image, (1, 1, H, W)."""
    return torch.tensor([[[[float(c) for c in row] for row in rows.split("/")]]]).double()


@pytest.mark.parametrize("convolve", WAYS)
def test_the_lectures_convolution(convolve):
    image = matrix("0111000/0011100/0001110/0001100/0011000/0110000/1100000")
    kernel = matrix("101/010/101")
    result = matrix("14341/12433/12341/13311/33110")
    assert torch.equal(convolve(image, kernel), result)


def test_the_lectures_max_pooling():
    assert torch.equal(slide_maximum(matrix("1231/1111/2316/8145"), 2), matrix("23/86"))


@pytest.mark.parametrize("convolve", WAYS)
@pytest.mark.parametrize("shape", SHAPES)
def test_equals_torchs_convolution(convolve, shape):
    C, O, H, W, R, S, stride, padding = shape  # noqa: E741
    images = torch.randn(2, C, H, W, dtype=torch.float64)
    kernels = torch.randn(O, C, R, S, dtype=torch.float64)
    expected = F.conv2d(images, kernels, stride=stride, padding=padding)
    ours = convolve(images, kernels, stride=stride, padding=padding)
    torch.testing.assert_close(ours, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("size", "stride"), [(2, None), (3, 2), (3, 1), (2, 3)])
def test_equals_torchs_max_pooling(size, stride):
    images = torch.randn(2, 3, 9, 7)
    assert torch.equal(
        slide_maximum(images, size, stride=stride), F.max_pool2d(images, size, stride=stride)
    )


def test_matrix_is_sparse_and_repeats_the_kernel_in_every_row():
    kernel = torch.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    unrolled = convolution_matrix(kernel, (7, 7))
    assert unrolled.is_sparse
    assert unrolled.shape == (25, 49)
    dense = unrolled.to_dense()
    assert all(torch.equal(row[row != 0], kernel.flatten()) for row in dense)
    assert torch.equal(dense[1, 1:], dense[0, :-1])  # one output further is one input further


@pytest.mark.parametrize("shape", SHAPES)
def test_transposed_matrix_is_the_transposed_convolution(shape):
    C, O, H, W, R, S, stride, padding = shape  # noqa: E741
    images = torch.randn(1, C, H, W, dtype=torch.float64, requires_grad=True)
    kernels = torch.randn(O, C, R, S, dtype=torch.float64)
    maps = F.conv2d(images, kernels, stride=stride, padding=padding)
    signal = torch.randn_like(maps)
    maps.backward(signal)  # the gradient in the image is the transposed convolution
    unrolled = convolution_matrix(kernels, (H, W), stride=stride, padding=padding)
    carried_back = (unrolled.T @ signal.flatten()).reshape(1, C, H, W)
    torch.testing.assert_close(carried_back, images.grad, rtol=0, atol=1e-12)
    if (H + 2 * padding - R) % stride == 0 and (W + 2 * padding - S) % stride == 0:
        up = F.conv_transpose2d(signal, kernels, stride=stride, padding=padding)
        torch.testing.assert_close(carried_back, up, rtol=0, atol=1e-12)


@pytest.mark.parametrize("convolve", WAYS)
def test_a_moved_image_gives_moved_maps(convolve):
    kernel = torch.randn(2, 1, 3, 3)
    image = torch.zeros(1, 1, 12, 12)
    image[..., 3:7, 3:7] = torch.randn(4, 4)  # far from the border, where equivariance ends
    moved = image.roll((2, 1), dims=(2, 3))
    torch.testing.assert_close(
        convolve(moved, kernel), convolve(image, kernel).roll((2, 1), (2, 3))
    )


def test_a_dense_matrix_does_not_move_with_the_image():
    dense = torch.randn(100, 144)
    image = torch.zeros(1, 1, 12, 12)
    image[..., 3:7, 3:7] = 1
    moved = image.roll((2, 1), dims=(2, 3))
    out, out_moved = ((dense @ x.flatten()).reshape(10, 10) for x in (image, moved))
    assert not torch.allclose(out_moved, out.roll((2, 1), (0, 1)), atol=1e-3)


@pytest.mark.parametrize("convolve", WAYS)
def test_gradients_in_float64(convolve):
    images = torch.randn(1, 2, 4, 4, dtype=torch.float64, requires_grad=True)
    kernels = torch.randn(2, 2, 3, 3, dtype=torch.float64)
    assert torch.autograd.gradcheck(lambda x: convolve(x, kernels, padding=1), images)


def test_a_window_too_large_is_refused_in_words():
    with pytest.raises(UserError, match="a window of 5 does not fit into 3 cells with padding 0"):
        output_size(3, 5)
