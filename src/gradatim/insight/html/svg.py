"""How figures are drawn: their colors, their style, and matplotlib's drawing as inline SVG.

Colors of lines and letters are CSS variables with a fallback, so that a figure follows the light
or dark page it stands in and is right on its own too. Images of signed numbers have one scale:
blue below zero, the color of paper at zero, orange above.

Shapes: N images, C channels, H and W height and width.
"""

import hashlib
import io
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from torch import Tensor

INK, FAINT, RULE = "#1d1c1a", "#6f6b64", "#d9d5cc"  # letters, small letters, lines of a grid
SERIES = ("#1f6cb0", "#c9510c", "#18836a", "#8a4fa3", "#5b6b7a", "#a3770a", "#b8336a", "#3b8ea5")
VARIABLES = {INK: "--ink", FAINT: "--faint", RULE: "--rule"} | {
    color: f"--series-{number}" for number, color in enumerate(SERIES, start=1)
}
DIVERGING = ("#0d3b66", "#2f74ad", "#8fbbdb", "#f6f3ec", "#efb27a", "#cf6a1f", "#7a3206")
WIDTH = 9.2  # inches of a figure that fills the page
STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "gradatim",
    "font.family": "sans-serif",
    "text.parse_math": False,  # a name with two $ is not a formula
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": RULE,
    "axes.labelcolor": FAINT,
    "axes.titlecolor": INK,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "xtick.major.size": 0,
    "xtick.minor.size": 0,
    "ytick.major.size": 0,
    "ytick.minor.size": 0,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
}


@dataclass(frozen=True)
class Hover:
    """A point of a figure that tells its numbers under the pointer."""

    axes: Axes
    x: float
    y: float
    text: str


def to_svg(figure: Figure, title: str, hovers: Sequence[Hover] = ()) -> str:
    """Write a matplotlib figure as inline SVG that follows the page's colors and fonts.

    Args:
        figure: drawn with the colors above.
        title: what a person who cannot see the figure is told.
        hovers: points that tell their numbers.
    """
    buffer = io.StringIO()
    with warnings.catch_warnings():
        # Text stays text in SVG: the browser has the letters that matplotlib's font lacks.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    for color, variable in VARIABLES.items():
        svg = svg.replace(color, f"var({variable}, {color})")
    svg = re.sub(r"font: ([^;\"]*?)([\d.]+px) [^;\"]*", r"font-size: \2", svg)
    # Several figures share a page, and an id may stand on a page once.
    prefix = "f" + hashlib.sha256(svg.encode()).hexdigest()[:8]
    used = set(re.findall(r"(?:url\(#|href=\"#)([^\")]+)", svg))
    svg = re.sub(r' id="([^"]+)"', lambda m: f' id="{prefix}-{m[1]}"' if m[1] in used else "", svg)
    svg = re.sub(r"(url\(#|href=\"#)", rf"\g<1>{prefix}-", svg)
    width, height = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups()  # type: ignore[union-attr]
    head = (
        f'<svg class="figure" role="img" aria-label="{escape(title)}" '
        f'viewBox="0 0 {width} {height}" '
        f'style="max-width: {float(width) * 4 / 3:.0f}px; min-width: {float(width) * 0.8:.0f}px" '
        'xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">'
    )
    told = "".join(_circle(figure, hover, float(width), float(height)) for hover in hovers)
    inside, end, _ = svg[svg.index(">") + 1 :].strip().rpartition("</svg>")
    return head + inside + told + end


def _circle(figure: Figure, hover: Hover, width: float, height: float) -> str:
    """A circle that cannot be seen, over a point; browsers show its title under the pointer."""
    at = hover.axes.transData.transform((hover.x, hover.y))
    x, y = figure.transFigure.inverted().transform(at)  # fractions, from the lower left corner
    return (
        f'<circle class="hover" cx="{x * width:.1f}" cy="{(1 - y) * height:.1f}" r="5">'
        f"<title>{escape(hover.text)}</title></circle>"
    )


def new_figure(width: float, height: float, **grid: Any) -> tuple[Figure, Any]:
    """Start a figure of that many inches.

    Args:
        width: in inches.
        height: in inches.
        grid: what `Figure.subplots` takes.

    Returns:
        The figure and its axes.
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(squeeze=False, **grid)


def styled() -> Any:
    """The style of all figures, as a context."""
    return matplotlib.rc_context(STYLE)


def diverging_colors(values: np.ndarray, limit: float | None = None) -> np.ndarray:
    """Color signed numbers: blue below zero, paper at zero, orange above.

    Args:
        values: any shape (...).
        limit: the number that gets the darkest color, up and down; the largest size by default.

    Returns:
        red, green, blue in [0, 1], (..., 3).
    """
    limit = limit or float(np.abs(values).max()) or 1.0
    colors = LinearSegmentedColormap.from_list("gradatim", DIVERGING, N=511)
    return colors(0.5 + 0.5 * np.clip(values / limit, -1, 1))[..., :3]


def new_canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """Start an empty sheet whose coordinates are inches from its upper left corner."""
    figure = Figure(figsize=(width, height))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0), autoscale_on=False)
    axes.set_axis_off()
    return figure, axes


def put(axes: Axes, image: np.ndarray, left: float, top: float, size: tuple[float, float]) -> None:
    """Draw an image on a canvas, with sharp pixels.

    Args:
        axes: of the canvas.
        image: (H, W, 3), in [0, 1].
        left: edge, in inches.
        top: edge, in inches.
        size: height and width, in inches.
    """
    edges = (left, left + size[1], top + size[0], top)
    axes.imshow(image, interpolation="none", extent=edges, aspect="auto")


def rgb_array(image: "Tensor") -> np.ndarray:
    """An image as it is: uint8 (C, H, W), gray or color, to (H, W, 3) in [0, 1]."""
    return (image.expand(3, -1, -1) if len(image) == 1 else image).permute(1, 2, 0).numpy() / 255
