"""Charts of experiments: what is drawn stands where its numbers say."""

import re

import numpy as np
import pytest

from gradatim.insight.html import charts
from gradatim.stats import Interval

CURVE = [Interval(0.5, 0.4, 0.6), Interval(0.7, 0.6, 0.8)]
NUMBER = r"([-\d.]+)"
BAR = r"stroke-width: 3\b"


def texts(svg):
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


def markers(svg):
    """Where the dots are, in pixels, (N, 2)."""
    found = re.findall(rf'<use xlink:href="[^"]*" x="{NUMBER}" y="{NUMBER}"', svg)
    return np.array(found, dtype=float).reshape(-1, 2)


def paths(svg, style):
    """The corners of the lines of a style, in pixels, (N, 2) each."""
    found = re.findall(rf'<path d="([^"]*)"[^>]*style="[^"]*{style}[^"]*"', svg)
    return [np.array(re.findall(rf"[ML] {NUMBER} {NUMBER}", d), dtype=float) for d in found]


def along_x(svg, pixels):
    """Turn pixels into the percent of the axis, by two of its labels."""
    ticks = re.findall(rf'text-anchor: middle[^>]*x="{NUMBER}"[^>]*>([\d.]+)</text>', svg)
    (x0, v0), (x1, v1) = ((float(x), float(v)) for x, v in (ticks[0], ticks[-1]))
    return v0 + (np.asarray(pixels) - x0) * (v1 - v0) / (x1 - x0)


def strokes(places, values, opacity):
    """How many things of a chart have this opacity."""
    chart = charts.lines({"a": (places, values)}, x="n", y="accuracy (%)", log_x=True)
    return chart.count(f"opacity: {opacity}")


def test_a_curve_with_intervals_has_a_band():
    assert strokes((1, 10), CURVE, 0.16) > strokes((1, 10), [0.5, 0.7], 0.16) == 0


def test_a_single_place_has_an_upright_bar_because_a_band_would_have_no_width():
    assert strokes((10,), CURVE[:1], 0.5) > strokes((10,), [0.5], 0.5) == 0
    assert strokes((10,), CURVE[:1], 0.16) == 0


def test_lines_rise_with_their_values_and_are_named():
    svg = charts.lines({"one & two": ([1, 2, 3], [0.2, 0.4, 0.3])}, x="k", y="accuracy (%)")
    [x, y] = markers(svg).T
    assert x == pytest.approx([x[0], (x[0] + x[2]) / 2, x[2]], abs=1e-3)
    assert (y[0] - y[2]) / (y[0] - y[1]) == pytest.approx(0.5, abs=1e-3)  # y grows downwards
    assert 'aria-label="accuracy (%) against k: one &amp; two"' in svg
    two = charts.lines({"a": ([1, 2], [0, 1]), "b": ([1, 2], [1, 0])}, x="k", y="y")
    assert {"a", "b"} <= set(texts(two))


def test_dots_and_bars_stand_at_their_values():
    rows = {"first": CURVE[0], "second": CURVE[1]}
    svg = charts.dots(rows, x="rate (%)", line=0.55)
    assert along_x(svg, markers(svg)[:, 0]) == pytest.approx([50, 70], abs=0.1)
    bars = [along_x(svg, path[:, 0]) for path in paths(svg, BAR)]
    assert bars[0] == pytest.approx([40, 60], abs=0.1)
    assert bars[1] == pytest.approx([60, 80], abs=0.1)
    [line] = paths(svg, "stroke-dasharray")
    assert along_x(svg, line[:, 0]) == pytest.approx([55, 55], abs=0.1)
    first, second = (texts(svg).index(name) for name in rows)
    assert first < second


def test_a_value_without_an_interval_has_no_bar():
    svg = charts.dots({"a": Interval(0.5, float("nan"), float("nan"))}, x="x")
    assert len(markers(svg)) == 1
    assert paths(svg, BAR) == []


def test_scattered_points_are_named_and_grow_with_the_logarithm_of_the_cost():
    points = {"a": (10.0, 0.9), "b": (100.0, 0.95), "c": (1000.0, 1.0)}
    svg = charts.scatter(points, x="joules", y="accuracy (%)")
    [x, y] = markers(svg).T
    assert x[1] - x[0] == pytest.approx(x[2] - x[1], abs=1e-3)
    assert y[0] - y[1] == pytest.approx(y[1] - y[2], abs=1e-3)
    assert all(texts(svg).count(name) == 1 for name in points)


def test_every_point_of_every_cloud_is_drawn_in_the_panel_of_its_title():
    at = np.random.default_rng(0).normal(size=(9, 2))
    panels = {"before": (at, np.arange(9) % 3), "after": (at + 1, np.arange(9) % 3)}
    svg = charts.point_clouds(panels, ["x", "y", "z"])
    assert len(markers(svg)) == 2 * 9 + 3  # those of the legend as well
    assert {"before", "after", "x", "y", "z"} <= set(texts(svg))


def test_the_cells_of_a_heat_table_hold_their_percent_or_their_words():
    values = np.array([[0.1, 0.9], [0.25, 0.5]])
    svg = charts.heat_table(values, ["r", "s"], ["c", "d"])
    assert texts(svg)[-4:] == ["10", "90", "25", "50"]
    words = charts.heat_table(values, ["r", "s"], ["c", "d"], words=[["a", "b"], ["e", "f"]])
    assert texts(words)[-4:] == ["a", "b", "e", "f"]
    assert words.count("fill: #ffffff") == 1  # white on the one dark cell
