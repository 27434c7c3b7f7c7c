"""The progress line: what is left out where the terminal is narrow."""

import pytest

from gradatim.training.progress import clock, fit_line, format_number

NAME, PLACE = "digits-perceptron", ("1,200/15,000", "0:42 left")
METRICS = ["loss 0.1341", "accuracy 96.88 %", "test loss 0.2495", "test accuracy 93.06 %"]


def line(width: int, name: str = NAME) -> str:
    return fit_line(name, 0.25, PLACE, METRICS, "12,345 examples/s", width)


@pytest.mark.parametrize("width", [200, 120, 100, 80, 60, 40])
def test_it_fits_and_steps_time_and_loss_are_always_whole(width):
    assert len(line(width)) <= width
    for number in (*PLACE, METRICS[0]):
        assert number in line(width)


def test_speed_goes_first_then_the_bar_then_the_last_metrics_then_letters_of_the_name():
    assert "examples/s" in line(200)
    assert "━━━━────────────" in line(133)
    assert "examples/s" not in line(133)
    assert "━" not in line(118)
    assert METRICS[-1] in line(118)
    assert NAME in line(80)
    assert METRICS[1] in line(80)
    assert METRICS[2] not in line(80)
    assert line(48).startswith("digits-pe")
    assert "…" in line(48)


def test_a_folder_called_like_markup_is_written_as_it_is():
    assert line(200, "[/bold]").startswith("[/bold]")


def test_time_left_in_words_of_a_clock():
    assert clock(None) == "--:-- left"
    assert clock(float("inf")) == "--:-- left"
    assert clock(61) == "1:01 left"
    assert clock(3661) == "1:01:01 left"


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("accuracy", 0.9912, "99.12 %"),
        ("test accuracy", 0.5, "50.00 %"),
        ("loss", 1.23456, "1.235"),
    ],
)
def test_fractions_are_shown_as_percent(name, value, text):
    assert format_number(name, value) == text
