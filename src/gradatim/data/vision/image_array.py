"""An array that somebody hands over, as an image.

Shapes: H and W height and width, C channels.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from gradatim.errors import UserError


def as_image(array: NDArray[Any] | Tensor) -> Image.Image:
    """Turn an array into an image.

    Args:
        array: (H, W), (H, W, C) or (C, H, W), C 1 or 3; bytes, floats from 0 to 1, or booleans,
            black and white.

    Raises:
        UserError: another shape, or values out of range.
    """
    values = np.asarray(array.detach().cpu() if isinstance(array, Tensor) else array)
    if values.dtype.kind not in "buif" or not values.ndim:
        what = f"of {values.dtype}" if values.ndim else repr(array)
        raise UserError(
            f"an image is an array of numbers, not {what}: give a path, a PIL image, or an array "
            "of bytes or of floats from 0 to 1."
        )
    if values.ndim == 3 and values.shape[0] in (1, 3) and values.shape[2] not in (1, 3):
        values = values.transpose(1, 2, 0)  # (H, W, C)
    if values.ndim == 3 and values.shape[2] == 1:
        values = values[:, :, 0]
    if values.ndim not in (2, 3) or (values.ndim == 3 and values.shape[2] != 3) or not values.size:
        raise UserError(
            f"an image has the shape (H, W), (H, W, C) or (C, H, W) with 1 or 3 channels, and this "
            f"array {tuple(np.shape(array))}."
        )
    if values.dtype.kind == "b":  # a mask: black and white
        values = 255 * values.astype(np.uint8)
    elif values.dtype.kind == "f":
        if not (np.isfinite(values).all() and values.min() >= 0 and values.max() <= 1):
            raise UserError(
                f"an image of floats has values from 0 to 1, not {values.min()} to {values.max()}."
            )
        values = np.rint(255 * values)
    elif values.min() < 0 or values.max() > 255:
        raise UserError(
            f"an image of whole numbers has values from 0 to 255, not {values.min()} to "
            f"{values.max()}."
        )
    return Image.fromarray(values.astype(np.uint8))
