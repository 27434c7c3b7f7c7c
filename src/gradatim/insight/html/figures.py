"""Figures of a report: every function returns one figure as an SVG string for an HTML page.

Shapes: N images, C channels, H and W height and width, K classes.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter
from torch import Tensor

from gradatim.insight.html.svg import (
    FAINT,
    SERIES,
    WIDTH,
    Hover,
    diverging_colors,
    new_canvas,
    new_figure,
    put,
    styled,
    to_svg,
)
from gradatim.insight.html.tiles import tiles
from gradatim.training.run_folder.run import Run

MOST_HOVERS = 50  # points of a curve that tell their numbers


def learning_curves(runs: Mapping[str, Run], *, against: str = "epoch") -> str:
    """How loss and first further metric changed while training, one color per run.

    Solid lines were measured on data that was not trained on, thin ones (a running mean) on
    training batches. Several runs against time have a logarithmic axis where one took much longer.

    Args:
        runs: name to show -> run folder.
        against: "epoch", "step" or "seconds" of training.
    """
    measured = {name: run.metrics("evaluate") for name, run in runs.items()}
    trained = {name: run.metrics("train") for name, run in runs.items()}
    known = [key for rows in measured.values() for row in rows[:1] for key in row]
    further = [k for k in dict.fromkeys(known) if k not in ("step", "epoch", "seconds", "kind")]
    metrics = ["loss", *[k for k in further if k != "loss"]][:2]
    # One or two points do not make a curve: the page tells such numbers in words.
    every = [*measured.values(), *trained.values()]
    drawn = [m for m in metrics if any(len(_points(r, against, m)[0]) > 2 for r in every)]
    metrics = drawn or metrics[:1]
    hovers: list[Hover] = []
    lengths = [rows[-1][against] for rows in measured.values() if rows]
    log_time = against == "seconds" and bool(lengths) and max(lengths) > 4 * min(lengths) > 0
    with styled():
        figure, (panels,) = new_figure(WIDTH, 3.1, ncols=len(metrics))
        for axes, metric in zip(panels, metrics, strict=True):
            ends, solid = [], []
            for index, name in enumerate(runs):
                color = SERIES[index % len(SERIES)]
                x, y = _points(trained[name], against, metric)
                axes.plot(x, _running_mean(y), color=color, alpha=0.4, linewidth=0.9)
                x, y = _points(measured[name], against, metric)
                if len(x):
                    solid += axes.plot(x, y, color=color)
                    axes.plot(x[-1], y[-1], "o", color=color, markersize=4)
                    ends.append((x[-1], y[-1], name, color))
                    hovers += _hovers(axes, x, y, f"{name}, {against}")
            _scale(axes, metric, solid, log_time)
            axes.set_xlabel({"seconds": "seconds of training"}.get(against, against))
            if len(runs) > 1:
                _label_ends(figure, axes, ends)
        kinds = "thin: training batches, thick: held-out data"
        return to_svg(figure, f"Learning curves of {', '.join(runs)} ({kinds})", hovers)


def has_curves(run: Run) -> bool:
    """Whether a run has measured anything three times."""
    return max(len(run.metrics("train")), len(run.metrics("evaluate"))) > 2


def _hovers(axes: Axes, x: np.ndarray, y: np.ndarray, words: str) -> list[Hover]:
    """At most fifty points of a curve, the last one among them."""
    chosen = range(len(x) - 1, -1, -max(1, len(x) // MOST_HOVERS))
    return [Hover(axes, x[i], y[i], f"{words} {x[i]:.4g}: {y[i]:.4g}") for i in chosen]


def _points(rows: list[dict[str, Any]], x: str, metric: str) -> tuple[np.ndarray, np.ndarray]:
    """Take the points of a curve; of an accuracy the error in percent."""
    rows = [row for row in rows if isinstance(row.get(metric), int | float)]
    values = np.array([row[metric] for row in rows], dtype=float)
    return np.array([row[x] for row in rows]), 100 * (
        1 - values
    ) if metric == "accuracy" else values


def _running_mean(values: np.ndarray) -> np.ndarray:
    """Average every value with those shortly before it: a fiftieth of the curve."""
    window = max(1, len(values) // 50)
    sums = np.cumsum(np.concatenate([np.zeros(window), values]))
    counts = np.minimum(np.arange(1, len(values) + 1), window)
    return (sums[window:] - sums[:-window]) / counts if len(values) else values


def _scale(axes: Axes, metric: str, solid: list[Line2D], log_time: bool) -> None:
    """Title and scales of a panel, logarithmic where all measured numbers are positive.

    Where they are, the panel is cut around the solid lines: a training loss far below them says
    little, and would press them together.
    """
    axes.set_title({"accuracy": "wrong answers (%)"}.get(metric, metric.replace("_", " ")))
    x, y = (np.concatenate([np.zeros(0), *[line.get_data()[i] for line in solid]]) for i in (0, 1))
    log_values = metric in ("loss", "accuracy") and y.size > 0 and y.min() > 0
    for axis, is_log in ((axes.xaxis, log_time), (axes.yaxis, log_values)):
        if is_log:
            (axes.set_yscale if axis is axes.yaxis else axes.set_xscale)("log")
            axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
            axis.set_minor_formatter(NullFormatter())
    axes.margins(x=0.02)
    if log_time:
        axes.set_xlim(left=x.min() / 2)
    if log_values:
        axes.set_ylim(bottom=y.min() / 2.5)


def _label_ends(figure: Figure, axes: Axes, ends: list[tuple[float, float, str, str]]) -> None:
    """Write each run's name at the right, beside the end of its line, without overlap."""
    figure.draw_without_rendering()
    height = axes.bbox.height
    to_axes = axes.transAxes.inverted()
    line_height = 13 * figure.dpi / 72 / height
    places = [(to_axes.transform(axes.transData.transform((x, y)))[1], n, c) for x, y, n, c in ends]
    places.sort()
    at = -math.inf
    spread = []
    for y, name, color in places:
        at = max(y, at + line_height)
        spread.append([at, name, color])
    excess = spread[-1][0] - 1 if spread else 0
    for y, name, color in spread:
        axes.annotate(
            name,
            (1.0, y - max(0.0, excess)),
            (4, 0),
            xycoords="axes fraction",
            textcoords="offset points",
            color=color,
            va="center",
            fontweight="bold",
            fontsize=8.5,
        )


def confusion_matrix(counts: Tensor, classes: Sequence[str], title: str = "") -> str:
    """Which class was taken for which: right answers blue, wrong ones orange, none empty.

    Wrong answers are few, so their colors are stretched: they reach full strength at the most
    frequent confusion, or at a tenth of a class if none is as frequent.

    Args:
        counts: true class by answer, (K, K).
        classes: K names.
        title: above the figure.
    """
    K = len(classes)
    rates = (counts / counts.sum(1, keepdim=True).clamp(min=1)).double()  # (K, K)
    wrong = rates.clone().fill_diagonal_(0)
    strength = (wrong / wrong.max().clamp(min=0.1)).sqrt() * 0.8
    strength -= torch.diag(rates.diagonal()) * 0.75
    side = min(WIDTH / 2, 1.0 + 0.34 * K)
    with styled():
        figure, ((axes,),) = new_figure(side, side)
        cells = np.dstack([diverging_colors(strength.numpy(), 1.0), (counts > 0).numpy()])
        axes.imshow(cells, interpolation="none")
        axes.set_title(title)
        axes.set_xlabel("answer")
        axes.set_ylabel("truth")
        rotated = {"rotation": 45, "ha": "right"} if max(map(len, classes)) > 3 else {}
        axes.set_xticks(range(K), classes, **rotated)
        axes.set_yticks(range(K), classes)
        axes.grid(False)
        axes.set_xticks(np.arange(K + 1) - 0.5, minor=True)
        axes.set_yticks(np.arange(K + 1) - 0.5, minor=True)
        axes.grid(which="minor")
        axes.spines[:].set_visible(False)
        if K <= 16:
            for row, column in counts.nonzero().tolist():
                # These stand on colored cells, which are the same in light and dark.
                dark = abs(strength[row, column].item()) > 0.45
                axes.text(
                    column,
                    row,
                    f"{int(counts[row, column])}",
                    ha="center",
                    va="center",
                    fontsize=7.5,
                    color="#ffffff" if dark else "#33302b",
                )
        right = int(counts.diagonal().sum())
        return to_svg(figure, f"Confusion matrix {title}: {right} of {int(counts.sum())} right")


def kernels(weights: Tensor, captions: Sequence[str] = (), *, n: int = 32) -> str:
    """The kernels of a first layer as images, the strongest first unless they have captions.

    Each is scaled to its own largest weight. Kernels over three colors are shown in color around
    gray; others in blue and orange, channel by channel if there are several.

    Args:
        weights: (N, C, H, W).
        captions: a word under each, such as the class that a perceptron's weights vote for.
        n: kernels to show at most.
    """
    if not captions:
        strongest = weights.flatten(1).norm(dim=1).argsort(descending=True)
        weights = weights[strongest]
    weights = weights[:n]
    limits = weights.abs().amax((1, 2, 3), keepdim=True).clamp(min=1e-12)
    relative = (weights / limits).double()  # (N, C, H, W) in [-1, 1]
    if relative.shape[1] == 3:
        images = (0.5 + 0.5 * relative).permute(0, 2, 3, 1).numpy()
    else:
        images = diverging_colors(relative.flatten(0, 1).numpy(), 1.0)
    n_columns = 10 if captions else 16
    return tiles(images, captions, n_columns=n_columns, what="First-layer weights")


def map_rows(image: np.ndarray, maps: Sequence[tuple[str, Tensor]], *, n: int = 12) -> str:
    """The feature maps of one image, one row per layer: fewer pixels and more maps with depth.

    A row is scaled to its largest value; the maps with the largest mean size come first.

    Args:
        image: the image itself, (H, W, 3) in [0, 1].
        maps: a word for each layer and its maps (C, H, W), see `activations.feature_maps`.
        n: maps to show per layer at most.
    """
    rows = [("the image", f"{image.shape[0]}×{image.shape[1]} pixels", image[None])]
    for name, values in maps:
        strongest = values.abs().mean((1, 2)).argsort(descending=True)[:n]
        drawn = diverging_colors(values[strongest].cpu().double().numpy())
        rows.append((name, "{} maps of {}×{}".format(*values.shape), drawn))
    margin = 1.55  # inches for the words
    pitch = (WIDTH - margin) / n
    side = pitch - 0.05  # every map is as large on paper, whatever its number of pixels
    with styled():
        figure, axes = new_canvas(WIDTH, pitch * len(rows))
        for row, (name, size, drawn) in enumerate(rows):
            middle = row * pitch + side / 2
            words = axes.text(margin - 0.1, middle - 0.01, name, fontweight="bold")
            words.set(ha="right", va="bottom")
            words = axes.text(margin - 0.1, middle + 0.03, size, fontsize=8, color=FAINT)
            words.set(ha="right", va="top")
            for column, drawing in enumerate(drawn):
                put(axes, drawing, margin + column * pitch, row * pitch, (side, side))
        return to_svg(figure, "Feature maps: " + ", ".join(f"{r[0]} {r[1]}" for r in rows))
