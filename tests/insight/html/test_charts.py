"""Charts of experiments: what is drawn for a curve, and for a single measured place."""

from gradatim.insight.html import charts
from gradatim.stats import Interval

CURVE = [Interval(0.5, 0.4, 0.6), Interval(0.7, 0.6, 0.8)]


def strokes(places, values, opacity):
    """How many things of a chart have this opacity."""
    chart = charts.lines({"a": (places, values)}, x="n", y="accuracy (%)", log_x=True)
    return chart.count(f"opacity: {opacity}")


def test_a_curve_with_intervals_has_a_band():
    assert strokes((1, 10), CURVE, 0.16) > strokes((1, 10), [0.5, 0.7], 0.16) == 0


def test_a_single_place_has_an_upright_bar_because_a_band_would_have_no_width():
    assert strokes((10,), CURVE[:1], 0.5) > strokes((10,), [0.5], 0.5) == 0
    assert strokes((10,), CURVE[:1], 0.16) == 0
