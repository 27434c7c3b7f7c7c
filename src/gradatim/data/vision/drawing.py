"""A photographed or drawn digit, brought to the form of MNIST: light ink on black, in the middle.

The paper is taken from the border of the image, so that it may be white, gray or lit from one side;
where there is no margin, from what is bright.
Shapes: H and W height and width of the photograph.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from gradatim.errors import UserError

Pixels = NDArray[np.float64]
FAINTEST = 12.0  # of 255: ink must differ so much from the paper,
ABOVE_NOISE = 5.0  # and so many times as much as the paper differs from itself
SPECK = 0.04  # of the largest stroke's pixels: what is smaller is dirt


def ink_of(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Separate ink from paper: ink up to 255, paper 0; dark ink on light paper or the reverse.

    Args:
        pixels: brightness, (H, W).

    Raises:
        UserError: nothing stands out from the paper.
    """
    gray = pixels.astype(np.float64)
    rim = max(1, min(gray.shape) // 20)
    border = np.ones(gray.shape, dtype=bool)
    border[rim:-rim, rim:-rim] = False
    ink = _ink_on(gray, border)
    if ink is None:  # hardly any margin, so that the border is ink: the paper is what is bright
        ink = _ink_on(gray, gray > _otsu(gray.ravel()))
    if ink is None:
        raise UserError(
            "no ink stands out from the paper: photograph it with more light or a thicker pen, and "
            "with a margin of paper around it."
        )
    return ink


def _ink_on(gray: Pixels, where: NDArray[np.bool_]) -> NDArray[np.uint8] | None:
    """What differs from the paper, which is most of what lies `where`; None if nothing does."""
    if where.sum() < 20:
        return None
    paper, noise = _paper(gray, where)
    difference = ndimage.gaussian_filter(paper - gray, 0.5)
    dark, light = np.percentile(difference, 99.5), -np.percentile(difference, 0.5)
    ink = np.maximum(difference if dark >= light else -difference, 0.0)  # (H, W)
    least = max(FAINTEST, ABOVE_NOISE * noise)
    strong = ink[ink > least]
    if strong.size < 4 or np.percentile(strong, 90) < 1.5 * least:
        return None
    threshold = max(least, _otsu(strong) / 2)  # half: the rim of a stroke is ink too
    # Connected over corners too: a thin stroke that runs aslant is one piece.
    labels, n = ndimage.label(ink > threshold, np.ones((3, 3)))
    sizes = np.bincount(labels.ravel(), minlength=n + 1)[1:]
    kept = np.flatnonzero(sizes >= SPECK * sizes.max()) + 1
    near = ndimage.binary_dilation(np.isin(labels, kept), np.ones((3, 3)))
    black = np.percentile(ink[np.isin(labels, kept)], 90)  # of the strokes, without outliers
    floor = min(2 * noise, threshold / 2)
    scaled = (ink - floor) / max(black - floor, 1e-9)
    return np.rint(255 * np.where(near, scaled, 0.0).clip(0, 1)).astype(np.uint8)


def _paper(gray: Pixels, where: NDArray[np.bool_]) -> tuple[Pixels, float]:
    """Brightness of the paper everywhere, (H, W), and how far a pixel of it is from that.

    A curved surface through some pixels, fitted again without what is far from it: ink may be there
    too.
    """
    height, width = gray.shape
    y, x = np.mgrid[0:height, 0:width]
    y, x = y / height - 0.5, x / width - 0.5
    terms = np.stack([np.ones(gray.shape), y, x, y * x, y * y, x * x], -1)  # (H, W, 6)
    A, b = terms[where], gray[where]
    # A first guess at what is paper; each round below narrows it.
    keep = np.abs(b - np.median(b)) <= 80.0
    for _ in range(4):
        surface = np.linalg.lstsq(A[keep], b[keep], rcond=None)[0]
        away = np.abs(b - A @ surface)
        spread = 1.4826 * float(np.median(away))  # of a normal distribution, its deviation
        keep = away <= max(3 * spread, 4.0)
        if keep.sum() < 6:
            break
    return terms @ surface, spread


def _otsu(values: Pixels) -> float:
    """The threshold that splits values best in two groups (Otsu 1979, equation 18)."""
    if np.ptp(values) < 1.0:  # of 255: one group
        return float(values.min())
    # 128 candidates for the threshold, instead of one per pixel.
    counts, edges = np.histogram(values, 128)
    middle = (edges[1:] + edges[:-1]) / 2
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * middle)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    return float(middle[np.nanargmax(between[:-1])])


def thicken(ink: NDArray[np.uint8], stroke: float) -> NDArray[np.uint8]:
    """Draw thin strokes as wide as the pens of a data set: made small, they would fade away.

    Args:
        ink: of `ink_of`, (H, W).
        stroke: least width of a stroke as a fraction of the drawing's longer side.
    """
    drawn = ink > 64
    rows, columns = np.flatnonzero(drawn.any(1)), np.flatnonzero(drawn.any(0))
    longer = max(rows[-1] - rows[0], columns[-1] - columns[0]) + 1
    depth = float(ndimage.distance_transform_edt(np.pad(drawn, 1))[1:-1, 1:-1][drawn].mean())
    missing = round((stroke * longer - 4 * depth) / 2)  # a bar of width w has a mean depth of w / 4
    if missing < 1:
        return ink
    y, x = np.ogrid[-missing : missing + 1, -missing : missing + 1]
    return ndimage.grey_dilation(np.pad(ink, missing), footprint=x * x + y * y <= missing**2)


def center(
    ink: NDArray[np.uint8], height: int, width: int, fill: float, by_mass: float = 1.0
) -> NDArray[np.uint8]:
    """Crop to the ink, and fit it into the middle of a canvas.

    Args:
        ink: of `ink_of`, (H, W).
        height, width: of the canvas.
        fill: fraction of the canvas that the longer side takes: 20 of 28 pixels for MNIST.
        by_mass: which of its points comes into the center: 1 for the center of mass, as MNIST's
            did, 0 for the middle of its box, 0 to 1 for a point between them.
    """
    rows, columns = np.flatnonzero(ink.max(1) > 64), np.flatnonzero(ink.max(0) > 64)
    drawing = Image.fromarray(ink).crop(
        (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    )
    box = (round(width * fill), round(height * fill))
    scale = min(box[0] / drawing.width, box[1] / drawing.height)
    size = (max(1, round(drawing.width * scale)), max(1, round(drawing.height * scale)))
    small = np.asarray(drawing.resize(size, Image.Resampling.BICUBIC), dtype=np.float64)
    weight = max(small.sum(), 1e-9)
    mass_y = (small.sum(1) @ np.arange(small.shape[0])) / weight
    mass_x = (small.sum(0) @ np.arange(small.shape[1])) / weight
    y = by_mass * mass_y + (1 - by_mass) * small.shape[0] / 2
    x = by_mass * mass_x + (1 - by_mass) * small.shape[1] / 2
    top = int(np.clip(round(height / 2 - y), 0, height - small.shape[0]))
    left = int(np.clip(round(width / 2 - x), 0, width - small.shape[1]))
    canvas = np.zeros((height, width), dtype=np.uint8)
    canvas[top : top + small.shape[0], left : left + small.shape[1]] = small
    return canvas
