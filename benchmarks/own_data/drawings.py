"""Four shapes as people draw them, in three hands: paint program, pen on paper, crayon.

Every image has its own place, size, angle, proportions and tremble. Shapes: N points, W side.
"""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

Rng = np.random.Generator
Points = np.ndarray  # (N, 2)


def regular(n: int, radii: tuple[float, ...] = (1.0,)) -> Points:
    """A star or polygon of n corners, at these distances in turn."""
    angle = 2 * math.pi * np.arange(n) / n
    radius = np.array(radii)[np.arange(n) % len(radii)]
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1)


def heart() -> Points:
    """The usual curve of a heart."""
    s = np.linspace(0, 2 * math.pi, 60)[:-1]
    y = 13 * np.cos(s) - 5 * np.cos(2 * s) - 2 * np.cos(3 * s) - np.cos(4 * s)
    return np.stack([16 * np.sin(s) ** 3, -y], 1) / 17


A = 0.33  # half the width of a bar of the cross
ARM = [(A, 1), (A, A), (1, A), (1, -A), (A, -A), (A, -1)]
OUTLINES: dict[str, Points] = {
    "circle": regular(48),
    "square": regular(4),
    "triangle": regular(3),
    "star": regular(10, (1.0, 0.42)),
    "cross": 0.95 * np.array(ARM + [(-x, -y) for x, y in ARM]),
    "heart": heart(),
}


def tremble(outline: Points, rng: Rng, strength: float, n: int = 160) -> Points:
    """A closed line of n points along an outline, drawn by a hand."""
    corners = outline + rng.normal(0, 0.9 * strength, outline.shape) * (len(outline) < 20)
    closed = np.vstack([corners, corners[:1]])
    along = np.r_[0, np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))]
    at = np.linspace(0, along[-1], n)
    line = np.stack([np.interp(at, along, closed[:, i]) for i in (0, 1)], 1)
    slow = np.hanning(15) / np.hanning(15).sum()
    shake = rng.normal(0, 1, (n, 2))
    shake = np.stack(
        [np.convolve(np.r_[c[-20:], c, c[:20]], slow, "same")[20:-20] for c in shake.T], 1
    )
    return line + 1.2 * strength * shake


def placed(
    line: Points, rng: Rng, size: tuple[int, int], least: float, squeeze: float, shear: float
) -> Points:
    """Turn, squeeze and shear a line, and put it somewhere on paper of this size."""
    angle = rng.uniform(-math.pi, math.pi)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    bend = [[1, rng.uniform(-shear, shear)], [0, math.exp(rng.uniform(-squeeze, squeeze))]]
    line = line @ (turn @ np.array(bend)).T
    line = line - (line.max(0) + line.min(0)) / 2
    line *= rng.uniform(least, 0.9) * min(size) / 2 / np.abs(line).max()
    half = np.abs(line).max(0) + 2
    return line + rng.uniform(half, np.array(size) - half)


def two_colors(rng: Rng, apart: int) -> np.ndarray:
    """Colors of paper and ink that can be told apart, (2, 3)."""
    while True:
        colors = rng.integers(0, 256, (2, 3))
        if np.abs(colors[0] - colors[1]).sum() >= apart:
            return colors


def to_image(values: np.ndarray) -> Image.Image:
    """Numbers from 0 to 255, (H, W, 3) or (H, W), as an image."""
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def paint(kind: str, rng: Rng) -> Image.Image:
    """Filled in a paint program, on plain paper of any color."""
    paper, ink = two_colors(rng, 200)
    image = Image.new("RGB", (200, 200), tuple(map(int, paper)))
    line = placed(tremble(OUTLINES[kind], rng, 0.035), rng, (200, 200), 0.35, 0.15, 0.1)
    ImageDraw.Draw(image).polygon(list(map(tuple, line)), fill=tuple(map(int, ink)))
    return image


def pen(kind: str, rng: Rng) -> Image.Image:
    """Outlined by a pen on plain or lined paper, photographed in uneven light."""
    width, height = (480, 360) if rng.random() < 0.5 else (360, 480)
    y, x = np.mgrid[0:height, 0:width]
    light = rng.uniform(170, 250) + rng.uniform(-40, 40) * (x / width - 0.5)
    light = light + rng.uniform(-40, 40) * (y / height - 0.5)
    image = to_image(light[..., None] * rng.uniform(0.9, 1, 3))
    draw = ImageDraw.Draw(image)
    if rng.random() < 0.5:
        gap, blue = int(rng.integers(18, 40)), tuple(map(int, rng.uniform([120, 140, 180], 240)))
        for row in range(int(rng.integers(gap)), height, gap):
            draw.line([(0, row), (width, row)], fill=blue)
    line = placed(tremble(OUTLINES[kind], rng, 0.045), rng, (width, height), 0.4, 0.15, 0.1)
    line = np.roll(line, int(rng.integers(len(line))), 0)
    end = int(rng.integers(-8, 12))  # points that the pen stops short of its start, or goes beyond
    line = line[:end] if end < 0 else np.vstack([line, line[:end]])
    inks = [rng.uniform(0, 110, 3), (20, 20, 25), (30, 40, 150), (170, 20, 30)]
    ink = tuple(map(int, inks[int(rng.integers(len(inks)))]))
    draw.line(list(map(tuple, line)), fill=ink, width=int(rng.integers(2, 9)), joint="curve")
    blurred = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.5)))
    noise = rng.normal(0, rng.uniform(1, 7), (height, width, 1))
    return to_image(np.asarray(blurred, np.float64) + noise)


def crayon(kind: str, rng: Rng) -> Image.Image:
    """Filled, outlined or hatched by crayon with gaps, on stained, grainy paper with crumbs."""
    side = int(rng.integers(90, 300))
    size, (paper, ink) = 2 * side, two_colors(rng, 240)
    stains = rng.normal(0, 1, (int(rng.integers(3, 9)),) * 2)
    stains = 255 * (stains - stains.min()) / np.ptp(stains)
    shade = np.asarray(to_image(stains).resize((size, size), Image.Resampling.BICUBIC)) / 255 - 0.5
    grain = rng.normal(0, rng.uniform(2, 12), (size, size, 1))
    image = to_image(paper + shade[..., None] * rng.uniform(0, 70) + grain)
    for _ in range(int(rng.integers(5))):
        (x, y), r = rng.uniform(0, size, 2), rng.uniform(2, 6)
        color = tuple(map(int, rng.integers(0, 256, 3)))
        ImageDraw.Draw(image).ellipse([x - r, y - r, x + r, y + r], fill=color)
    line = placed(tremble(OUTLINES[kind], rng, 0.06), rng, (size, size), 0.3, 0.25, 0.2)
    cover = crayon_cover(list(map(tuple, line)), size, rng)
    cover = cover * np.where(rng.random((size, size)) > rng.uniform(0, 0.35), 1, 0.4)
    mixed = np.asarray(image) * (1 - cover[..., None]) + ink * cover[..., None]
    return to_image(mixed).resize((side, side), Image.Resampling.LANCZOS)


def crayon_cover(line: list[tuple[float, float]], size: int, rng: Rng) -> np.ndarray:
    """Where there is color, (W, W) from 0 to 1: a filled shape, its outline, or both hatched."""
    inside, stroke, hatch = (Image.new("L", (size, size)) for _ in range(3))
    ImageDraw.Draw(inside).polygon(line, fill=255)
    width = int(rng.uniform(0.02, 0.05) * size) + 1
    ImageDraw.Draw(stroke).line(line + line[:2], fill=255, width=width, joint="curve")
    style, angle = rng.integers(3), rng.uniform(0, math.pi)
    along = np.array([math.cos(angle), math.sin(angle)])
    gap = width * rng.uniform(1.3, 2.2)
    for k in np.arange(-size, size, gap):
        middle = size / 2 + k * np.array([-along[1], along[0]])
        ends = [tuple(middle + s * size * along + rng.normal(0, 0.3 * gap, 2)) for s in (-1, 1)]
        ImageDraw.Draw(hatch).line(ends, fill=255, width=max(1, width // 2))
    filled, outlined, lines = (np.asarray(part) / 255 for part in (inside, stroke, hatch))
    return (filled, outlined, np.maximum(outlined, np.minimum(lines, filled)))[style]


HANDS: dict[str, tuple[Callable[[str, Rng], Image.Image], tuple[str, ...]]] = {
    "paint": (paint, ("circle", "square", "triangle", "star")),
    "pen": (pen, ("circle", "square", "triangle", "cross")),
    "crayon": (crayon, ("circle", "square", "triangle", "heart")),
}


def draw_folder(folder: Path, hand: str, n: int, seed: int) -> Path:
    """Draw n images of each of a hand's four shapes, a subfolder each."""
    draw, kinds = HANDS[hand]
    for number, kind in enumerate(kinds):
        (folder / kind).mkdir(parents=True)
        rng = np.random.default_rng([seed, number])
        for i in range(n):
            draw(kind, rng).save(folder / kind / f"{i:03}{'.jpg' if hand == 'pen' else '.png'}")
    return folder
