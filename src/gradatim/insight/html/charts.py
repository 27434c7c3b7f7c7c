"""Charts of measured numbers, each with the interval that belongs to it, as SVG for a page."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.ticker import FuncFormatter

from gradatim.insight.html.svg import FAINT, SERIES, WIDTH, new_figure, styled, to_svg
from gradatim.stats import Interval

UNKNOWN = (math.nan, math.nan)  # the bounds of a value without an interval
Series = Mapping[str, tuple[Sequence[float] | np.ndarray, Sequence[float | Interval] | np.ndarray]]


def lines(
    series: Series,
    *,
    x: str,
    y: str,
    title: str = "",
    width: float = WIDTH,
    height: float = 3.4,
    log_x: bool = False,
    diagonal: bool = False,
    percent: bool = True,
) -> str:
    """Lines with bands: how a number changes, and how sure that is.

    Args:
        series: name -> places along x, and a value or an interval at each.
        x: what is along the bottom.
        y: what is along the side.
        title: above the chart.
        width, height: in inches.
        log_x: spread small x.
        diagonal: draw the line of equal x and y, in gray.
        percent: values are fractions, shown in percent.
    """
    with styled():
        figure, [[axes]] = new_figure(width, height)
        if diagonal:
            axes.plot([0, 1], [0, 1], color=FAINT, linewidth=0.8, linestyle=(0, (4, 3)))
        for index, (name, (places, values)) in enumerate(series.items()):
            color = SERIES[index % len(SERIES)]
            middle = [v.value if isinstance(v, Interval) else v for v in values]
            marker = "o" if len(places) <= 12 else ""
            axes.plot(places, middle, color=color, label=name, marker=marker, ms=4)
            bands = [(v.low, v.high) if isinstance(v, Interval) else UNKNOWN for v in values]
            low, high = np.array(bands).reshape(-1, 2).T
            if not np.isfinite(low).any():
                continue
            if len(places) == 1:  # a band would have no width
                axes.vlines(places, low, high, color=color, alpha=0.5, linewidth=1.5)
            else:
                axes.fill_between(places, low, high, color=color, alpha=0.16, linewidth=0)
        if log_x:
            axes.set_xscale("log")
            ticks = sorted({p for places, _ in series.values() for p in places})
            axes.set_xticks(ticks, [f"{t:g}" for t in ticks], minor=False)
            # On a logarithmic axis matplotlib would label places that nobody measured.
            axes.minorticks_off()
        elif all(float(p).is_integer() for at, _ in series.values() for p in at):
            axes.xaxis.get_major_locator().set_params(integer=True)
        _finish(axes, x, y, title, percent)
        if len(series) > 1 or diagonal:
            axes.legend(
                loc="center left",
                bbox_to_anchor=(1.01, 0.5),  # beside the panel: it covers no line
                frameon=False,
                fontsize=8.5,
                labelcolor="linecolor",
                handlelength=1.2,
            )
        return to_svg(figure, f"{y} against {x}: {', '.join(series)}")


def dots(
    values: Mapping[str, Interval],
    *,
    x: str,
    title: str = "",
    line: float | None = None,
    percent: bool = True,
) -> str:
    """One row per name: a dot at the value, a bar over its interval.

    Args:
        values: name -> interval, from the top down.
        x: what is along the bottom.
        title: above the chart.
        line: a value to compare with, drawn from top to bottom.
        percent: values are fractions, shown in percent.
    """
    with styled():
        figure, [[axes]] = new_figure(WIDTH * 0.8, 0.55 + 0.3 * len(values))
        for row, value in enumerate(values.values()):
            if math.isfinite(value.low):
                axes.hlines(row, value.low, value.high, color=SERIES[0], linewidth=3, alpha=0.35)
            axes.plot([value.value], [row], "o", color=SERIES[0], ms=6)
        if line is not None:
            axes.axvline(line, color=SERIES[1], linewidth=1.2, linestyle=(0, (4, 3)))
        axes.set_yticks(range(len(values)), list(values), fontsize=9)
        axes.set_ylim(len(values) - 0.5, -0.5)
        _finish(axes, x, "", title, percent, along="x")
        axes.grid(False, axis="y")
        return to_svg(figure, f"{x}: " + ", ".join(f"{n} {v.value:.3g}" for n, v in values.items()))


def scatter(
    points: Mapping[str, tuple[float, float]],
    *,
    x: str,
    y: str,
    title: str = "",
    log_x: bool = True,
) -> str:
    """Named points: what each costs (along x) and what it gives (along y, a fraction)."""
    with styled():
        figure, [[axes]] = new_figure(WIDTH * 0.8, 3.6)
        for index, (cost, gain) in enumerate(points.values()):
            axes.plot([cost], [gain], "o", color=SERIES[index % len(SERIES)], ms=7)
        if log_x:
            axes.set_xscale("log")
        axes.margins(x=0.18, y=0.12)
        _finish(axes, x, y, title, True)
        _name(axes, points)
        return to_svg(figure, f"{y} against {x}: {', '.join(points)}")


def _name(axes: Axes, points: Mapping[str, tuple[float, float]]) -> None:
    """Write names beside points, where they cover neither a name nor a point if that can be."""
    axes.figure.canvas.draw()
    spots = axes.transData.transform(list(points.values()))
    covered: list = []
    beside = (((8, -3), "left"), ((0, 8), "center"), ((0, -15), "center"), ((-8, -3), "right"))
    for index, (name, at) in enumerate(points.items()):
        others = [spot for i, spot in enumerate(spots) if i != index]
        for shift, side in beside:
            text = axes.annotate(name, at, shift, textcoords="offset points", fontsize=8.5)
            text.set(ha=side, color=SERIES[index % len(SERIES)])
            box = text.get_window_extent()
            free = not any(map(box.overlaps, covered))
            if free and not any(box.padded(4).contains(*spot) for spot in others):
                break
            if side != "right":  # the last place is taken in any case
                text.remove()
        covered.append(box)


def point_clouds(
    panels: Mapping[str, tuple[np.ndarray, np.ndarray]], names: Sequence[str], *, title: str = ""
) -> str:
    """Clouds of points on planes, one panel each.

    Args:
        panels: title -> points (N, 2), and the number of each point's cloud (N,).
        names: of the clouds.
        title: what a person who cannot see the figure is told.
    """
    with styled():
        figure, [row] = new_figure(WIDTH, 3.6, ncols=len(panels))
        for axes, (name, (at, cloud)) in zip(row, panels.items(), strict=True):
            for index, label in enumerate(names):
                chosen = at[cloud == index]
                [dots] = axes.plot(*chosen.T, "o", ms=3, mec="none", alpha=0.55)
                dots.set(color=SERIES[index], label=label)
            axes.set_title(name)
            axes.set_xticks([])
            axes.set_yticks([])
            axes.spines[:].set_visible(False)
        legend = row[-1].legend(frameon=False, fontsize=8.5, markerscale=2, loc="best")
        for handle in legend.legend_handles:
            handle.set_alpha(1)
        return to_svg(figure, title or ", ".join(panels))


def heat_table(
    values: np.ndarray,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    words: Sequence[Sequence[str]] = (),
) -> str:
    """A table whose cells are darker for larger fractions.

    Args:
        values: fractions, (R, C), 0 to 1.
        rows, columns: their names.
        words: what stands in each cell, R lists of C; the values in percent by default.
    """
    n_rows, n_columns = values.shape
    colors = LinearSegmentedColormap.from_list("fraction", ["#f3f0e8", "#8fbbdb", "#1f5c96"])
    with styled():
        figure, [[axes]] = new_figure(min(WIDTH, 1.2 + 0.86 * n_columns), 0.5 + 0.26 * n_rows)
        axes.imshow(values, cmap=colors, vmin=0, vmax=1, aspect="auto")
        for r in range(n_rows):
            for c in range(n_columns):
                text = words[r][c] if words else f"{100 * values[r, c]:.0f}"
                color = "#ffffff" if values[r, c] > 0.55 else "#1b1a19"
                axes.text(c, r, text, ha="center", va="center", fontsize=8, color=color)
        axes.set_yticks(range(n_rows), list(rows))
        axes.set_xticks(range(n_columns), list(columns))
        axes.tick_params(top=True, bottom=False, labeltop=True, labelbottom=False)
        axes.grid(False)
        axes.spines[:].set_visible(False)
        return to_svg(figure, "Table: " + ", ".join(columns))


def _finish(axes: Axes, x: str, y: str, title: str, percent: bool, along: str = "y") -> None:
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    if title:
        axes.set_title(title)
    if percent:
        axis = axes.yaxis if along == "y" else axes.xaxis
        axis.set_major_formatter(FuncFormatter(lambda v, _: f"{100 * v:.4g}"))
