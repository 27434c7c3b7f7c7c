"""How sure is a result? Wilson's interval of a share, and ratings of players from their games.

Ratings follow Bradley and Terry: the score that i expects against j is 1 / (1 + exp(r_j - r_i)), on
the scale of Elo (400 points are odds of ten to one), 1000 on average. Draws count as half a win.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gradatim.errors import UserError

Z = 1.959963984540054  # normal quantile of a two-sided interval of 95 %
ELO = 400 / math.log(10)  # Elo points in one unit of log odds
AVERAGE = 1000.0


class Interval(NamedTuple):
    """A measured value and the range that holds the true one with 95 % confidence."""

    value: float
    low: float
    high: float


def share(n_right: float, n: int) -> Interval:
    """A share with Wilson's interval, which is right for few games and for shares near 0 or 1.

    Raises:
        UserError: n is 0.

    E. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 1927.
    """
    if n < 1:
        raise UserError("a share of no games is not defined.")
    value, z2 = n_right / n, Z * Z
    centre = (value + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * math.sqrt(value * (1 - value) / n + z2 / (4 * n * n))
    return Interval(value, max(0.0, centre - half), min(1.0, centre + half))


def ratings(points: np.ndarray) -> list[Interval]:
    """Rate players by who took how many points from whom.

    One imagined draw between every two who met keeps a player that won everything finite.

    Args:
        points: (P, P) points[i, j] is what i scored against j: 1 a win, 0.5 a draw.

    Returns:
        one Elo interval a player, the average player at 1000.

    R. Bradley and M. Terry, "Rank Analysis of Incomplete Block Designs", Biometrika 39, 1952.
    """
    points = np.asarray(points, np.float64)
    points = points + 0.5 * ((points + points.T) > 0)
    games = points + points.T
    P = len(points)
    strength = np.zeros(P)
    for _ in range(100):  # Newton's method on a concave likelihood
        expected = 1 / (1 + np.exp(strength[None, :] - strength[:, None]))
        gradient = (points - games * expected).sum(axis=1)
        spread = games * expected * (1 - expected)
        information = np.diag(spread.sum(axis=1)) - spread
        # Only differences count: the pseudo-inverse leaves the average where it is.
        covariance = np.linalg.pinv(information, hermitian=True)
        step = np.clip(covariance @ gradient, -2, 2)
        strength = strength + step
        if np.abs(step).max(initial=0) < 1e-9:
            break
    error = Z * np.sqrt(np.maximum(np.diag(covariance), 0))
    return [
        Interval(*(AVERAGE + ELO * np.array([s, s - e, s + e])).tolist())
        for s, e in zip(strength, error, strict=True)
    ]


def order(points: Sequence[float], seconds: Sequence[float]) -> list[int]:
    """Who is first, second and so on: most points, and of equals the least CPU time."""
    return sorted(range(len(points)), key=lambda i: (-points[i], seconds[i]))
