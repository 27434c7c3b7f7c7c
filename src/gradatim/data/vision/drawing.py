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
Mask = NDArray[np.bool_]
SQUARE = np.ones((3, 3), dtype=bool)
FAINTEST = 12.0  # of 255: ink must differ so much from the paper,
ABOVE_NOISE = 5.0  # and so many times as much as the paper differs from itself
SPECK = 0.04  # of the largest stroke's pixels: what is smaller is dirt
SMALLEST = 0.12  # of the image's shorter side: a drawing among lines or in a shadow
ALONG = 0.15  # of the border: a piece that covers so much of it is no drawing
FAINT_PART = 1.7  # times as many pixels above half a threshold as above it: more than a rim
# Of the image, of the rectangle around it, of itself without what is written: a sheet of paper.
SMALLEST_SHEET, RECTANGLE, EMPTY = 0.15, 0.87, 0.7


def ink_of(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Separate ink from paper: ink up to 255, paper 0; dark ink on light paper or the reverse.

    Where a sheet of paper lies on a table that is in the picture too, only the sheet counts.

    Args:
        pixels: brightness, (H, W).

    Raises:
        UserError: nothing stands out from the paper.
    """
    gray = pixels.astype(np.float64)
    whole = np.ones(gray.shape, dtype=bool)
    ink = _ink_on(gray, _rim(whole), whole)
    if ink is not None and (sheet := _sheet(ink > 64)) is not None:
        written = _ink_on(gray, _rim(sheet), sheet)
        ink = ink if written is None else written
    if ink is None:  # hardly any margin, so that the border is ink: the paper is what is bright
        ink = _ink_on(gray, gray > _otsu(gray.ravel()), whole)
    if ink is None:
        raise UserError(
            "no ink stands out from the paper: photograph it with more light or a thicker pen, and "
            "with a margin of paper around it."
        )
    return ink


def _rim(within: Mask, width: int = 0) -> Mask:
    """The outermost pixels of a region (H, W), by default a twentieth of its image's side."""
    width = width or max(1, min(within.shape) // 20)
    return within & ~_eroded(within, width)


def _eroded(within: Mask, width: int) -> Mask:
    """A region without its outermost pixels; what lies outside the image is outside it, too."""
    return ndimage.minimum_filter(within, 2 * width + 1, mode="constant", cval=False)


def _sheet(bright: Mask) -> Mask | None:
    """The inside of a sheet of paper in the picture, (H, W); None where there is none.

    A sheet is a rectangle, turned or not, and for the most part empty.
    """
    labels, n = ndimage.label(bright)
    largest = labels == 1 + int(np.argmax(np.bincount(labels.ravel(), minlength=n + 1)[1:]))
    filled = ndimage.binary_fill_holes(largest)
    if filled.mean() < SMALLEST_SHEET or largest.sum() < EMPTY * filled.sum():
        return None
    y, x = np.nonzero(_rim(filled, 1))
    turned = np.exp(1j * np.radians(np.arange(0, 90, 3)))[:, None] * (x + 1j * y)  # (30, P)
    boxes = (np.ptp(turned.real, axis=1) + 1) * (np.ptp(turned.imag, axis=1) + 1)
    if filled.sum() < RECTANGLE * boxes.min():
        return None
    return _eroded(filled, max(1, min(filled.shape) // 40))


def _ink_on(gray: Pixels, where: Mask, within: Mask) -> NDArray[np.uint8] | None:
    """What differs from the paper, which is most of what lies `where`; None if nothing does."""
    if where.sum() < 20:
        return None
    paper, noise = _paper(gray, where)
    difference = ndimage.gaussian_filter(paper - gray, 0.5)
    dark, light = np.percentile(difference[within], 99.5), -np.percentile(difference[within], 0.5)
    ink = np.maximum(difference if dark >= light else -difference, 0.0) * within  # (H, W)
    least = max(FAINTEST, ABOVE_NOISE * noise)
    strong = ink[ink > least]
    if strong.size < 4 or np.percentile(strong, 90) < 1.5 * least:
        return None
    thresholds = _thresholds(ink, least)
    threshold, kept = thresholds[0], _inside(ink, thresholds[0], within)
    spread = (ink > thresholds[0]).sum() > FAINT_PART * (ink > thresholds[1]).sum()
    if spread:  # much that is faint: a shadow, perhaps, and not the rim of strokes
        local = _locally(gray, within, dark >= light)
        lowest = _thresholds(local, FAINTEST)[0]
        if (drawn := _inside(local, lowest, within)) is not None:
            ink, threshold, kept = local, lowest, drawn
    if kept is None:
        kept, threshold = _strokes(ink, within, thresholds)
    near = ndimage.binary_dilation(kept, SQUARE)
    black = np.percentile(ink[kept], 90)  # of the strokes, without outliers
    floor = min(2 * noise, threshold / 2) if threshold <= thresholds[0] else threshold / 2
    scaled = (ink - floor) / max(black - floor, 1e-9)
    return np.rint(255 * np.where(near, scaled, 0.0).clip(0, 1)).astype(np.uint8)


def _thresholds(ink: Pixels, least: float) -> tuple[float, float, float]:
    """Three thresholds of ink (H, W), each of which leaves less than the one before."""
    strong = ink[ink > least]
    middle = _otsu(strong) if strong.size else least
    above = ink[ink > middle]
    # Half: the rim of a stroke is ink too.
    return max(least, middle / 2), middle, _otsu(above) if above.size else middle


def _locally(gray: Pixels, within: Mask, dark: bool) -> Pixels:
    """How far a drawing differs from what lies around its strokes, (H, W).

    Over a quarter of the image no stroke is left: a shadow is, and so is the table.
    """
    fill, side = ndimage.grey_closing if dark else ndimage.grey_opening, min(gray.shape) // 4 + 1
    paper = fill(gray, (side, side))
    # Dark ink is a part of the light that falls on it, so that a shadow makes it weaker.
    light = 255 / paper.clip(1) if dark else 1.0
    return np.abs(paper - gray) * light * within


def _inside(ink: Pixels, threshold: float, within: Mask) -> Mask | None:
    """The strokes that do not reach the border (H, W), if theirs is most of the ink; else None."""
    labels, n = ndimage.label(ink > threshold, SQUARE)
    amounts = np.bincount(labels.ravel(), ink.ravel(), n + 1)[1:]
    border = _rim(within, max(1, min(within.shape) // 100))
    inner = ~np.isin(1 + np.arange(n), labels[border]) & ~_around(labels, border)
    if not inner.any() or amounts[inner].sum() < 0.5 * amounts.sum():
        return None
    large = inner & (amounts >= SPECK * amounts[inner].max())
    drawn = np.isin(labels, 1 + np.flatnonzero(large))
    rows, columns = np.nonzero(drawn)
    extent = max(np.ptp(rows), np.ptp(columns)) + 1
    return drawn if extent >= SMALLEST * min(within.shape) else None


def _strokes(ink: Pixels, within: Mask, thresholds: tuple[float, ...]) -> tuple[Mask, float]:
    """The strokes of a drawing (H, W), and the threshold that they are above.

    What runs along the border, or from every side to the other, is no drawing: a shadow, the table,
    a frame, the lines of squared paper. Then the next threshold is tried, which may tell the ink
    from them.
    """
    border = _rim(within, max(1, min(within.shape) // 100))
    first: Mask | None = None
    for threshold in thresholds:
        # Connected over corners too: a thin stroke that runs aslant is one piece.
        labels, n = ndimage.label(ink > threshold, SQUARE)
        sizes = np.bincount(labels.ravel(), minlength=n + 1)[1:]
        large = sizes >= SPECK * sizes.max(initial=0)
        around = _around(labels, border)
        inside = ~around & (sizes >= SPECK * sizes[~around].max(initial=0))
        drawn = np.isin(labels, 1 + np.flatnonzero(inside))
        if not (around & large).any() and n:
            return drawn, threshold
        rows, columns = np.nonzero(drawn)
        if rows.size and max(np.ptp(rows), np.ptp(columns)) >= SMALLEST * min(within.shape):
            return drawn, threshold
        first = np.isin(labels, 1 + np.flatnonzero(large)) if first is None else first
    assert first is not None
    return first, thresholds[0]


def _around(labels: NDArray[np.int32], border: Mask) -> Mask:
    """Which pieces lie around a drawing rather than belong to it, (N,)."""
    n = int(labels.max())
    along = np.bincount(labels[border], minlength=n + 1)[1:] / border.sum()
    margin = max(1, min(labels.shape) // 20)
    boxes = ndimage.find_objects(labels)
    framing = [
        all(
            part.start <= margin and part.stop >= side - margin
            for part, side in zip(box, labels.shape, strict=True)
        )
        for box in boxes
    ]
    return (along > ALONG) | np.array(framing, dtype=bool)


def _paper(gray: Pixels, where: Mask) -> tuple[Pixels, float]:
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
