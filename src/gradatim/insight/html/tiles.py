"""Small images side by side, as one figure of a page; needs no torch."""

import math
from collections.abc import Sequence

import numpy as np

from gradatim.insight.html.svg import FAINT, WIDTH, new_canvas, put, styled, to_svg


def tiles(
    images: np.ndarray,
    captions: Sequence[str] = (),
    *,
    n_columns: int = 10,
    what: str = "Images",
) -> str:
    """Small images in rows, each with a caption under it.

    Args:
        images: (N, H, W, 3), in [0, 1].
        captions: a line or more per image; none to leave them out.
        n_columns: images per row of a full page.
        what: beginning of what a person who cannot see the figure is told.
    """
    n_lines = max((caption.count("\n") + 1 for caption in captions), default=0)
    pitch = WIDTH / n_columns  # inches from image to image
    width = pitch - 0.05
    height = width * images.shape[1] / images.shape[2]
    row_height = height + 0.05 + 0.15 * n_lines + (0.04 if n_lines else 0)
    n_rows = math.ceil(len(images) / n_columns)
    with styled():
        figure, axes = new_canvas(pitch * min(n_columns, len(images)), n_rows * row_height)
        for index, image in enumerate(images):
            row, column = divmod(index, n_columns)
            left, top = column * pitch, row * row_height
            put(axes, image, left, top, (height, width))
            if captions:
                axes.text(
                    left + width / 2,
                    top + height + 0.05,
                    captions[index],
                    ha="center",
                    va="top",
                    fontsize=8,
                    color=FAINT,
                    linespacing=1.15,
                )
        return to_svg(figure, f"{what}: {', '.join(captions[:12])}".replace("\n", " "))
