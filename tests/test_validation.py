"""Checks of configs: the message has the field, its value, and what to give instead."""

from types import SimpleNamespace

import pytest

from gradatim.errors import UserError
from gradatim.validation import (
    require_divisor,
    require_fraction,
    require_length,
    require_not_negative,
    require_one_of,
    require_part,
    require_positive,
    require_sizes,
    require_unit_interval,
)


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (require_sizes, [1, 12, (3, 4), ()], [0, -1, 1.0, True, "3", (3, 0), [2, 2.5]]),
        (require_positive, [1e-9, 3], [0, -1, float("inf"), float("nan"), "1"]),
        (require_not_negative, [0, 3.5], [-1, float("inf"), float("nan")]),
        (require_fraction, [0, 0.5, 0.999], [1, -0.1, float("nan")]),
        (require_part, [0.1, 1], [0, 1.1, float("nan")]),
        (require_unit_interval, [0, 0.1, 1], [-0.1, 1.1, float("nan")]),
    ],
)
def test_numbers(check, right, wrong):
    for value in [*right, None]:  # None stands for a default
        check(SimpleNamespace(size=value), "size")
    for value in wrong:
        with pytest.raises(UserError) as caught:
            check(SimpleNamespace(size=value), "size")
        assert str(caught.value).startswith(f"size is {value!r}: give ")


def test_words():
    require_one_of(SimpleNamespace(stem="cifar"), "stem", ["cifar", "imagenet"])
    with pytest.raises(UserError, match=r"stem is 'imagnet'.* did you mean 'imagenet'"):
        require_one_of(SimpleNamespace(stem="imagnet"), "stem", ["cifar", "imagenet"])


def test_divisors():
    require_divisor(SimpleNamespace(n_heads=4, width=12), "n_heads", "width")
    with pytest.raises(
        UserError, match=r"n_heads is 5, .* width, 12: give .* 4 or 6, or another width"
    ):
        require_divisor(SimpleNamespace(n_heads=5, width=12), "n_heads", "width")
    with pytest.raises(UserError, match="give n_heads 1 or 2 or 4, or another width"):
        require_divisor(SimpleNamespace(n_heads=3, width=10**12), "n_heads", "width")


def test_lengths():
    require_length(SimpleNamespace(widths=(1, 2, 3)), "widths", 3)
    with pytest.raises(UserError, match=r"widths is \(1, 2\): give 3 numbers"):
        require_length(SimpleNamespace(widths=(1, 2)), "widths", 3)
