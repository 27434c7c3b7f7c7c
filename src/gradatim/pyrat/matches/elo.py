"""Ratings of players from their games, each with its interval.

Ratings follow Bradley and Terry: the score that i expects against j is 1 / (1 + exp(r_j - r_i)), on
the scale of Elo (400 points are odds of ten to one), 1000 on average. Draws count as half a win.
"""

import math
from collections.abc import Sequence

import numpy as np

from gradatim.stats import Interval, normal_quantile

ELO = 400 / math.log(10)  # Elo points in one unit of log odds
AVERAGE = 1000.0


def ratings(points: np.ndarray, design_effect: float = 1.0) -> list[Interval]:
    """Rate players by who took how many points from whom.

    One fictitious draw between every two who met keeps the rating of a player that won everything
    finite.

    Args:
        points: (P, P) points[i, j] is what i scored against j: 1 a win, 0.5 a draw.
        design_effect: variance of a score by that of independent games without draws.

    Returns:
        one Elo interval per player, 1000 on average.

    R. Bradley and M. Terry, "Rank Analysis of Incomplete Block Designs", Biometrika 39, 1952.
    """
    points = np.asarray(points, np.float64)
    points = points + 0.5 * ((points + points.T) > 0)
    games = points + points.T
    P = len(points)
    strength = np.zeros(P)
    for _ in range(100):  # Newton's method: the log-likelihood is concave
        expected = 1 / (1 + np.exp(strength[None, :] - strength[:, None]))
        gradient = (points - games * expected).sum(axis=1)
        spread = games * expected * (1 - expected)
        information = np.diag(spread.sum(axis=1)) - spread
        # Only differences of strengths are determined: the pseudo-inverse leaves the average at 0.
        covariance = np.linalg.pinv(information, hermitian=True)
        step = np.clip(covariance @ gradient, -2, 2)
        strength = strength + step
        if np.abs(step).max(initial=0) < 1e-9:
            break
    error = normal_quantile() * np.sqrt(np.maximum(np.diag(covariance), 0) * design_effect)
    return [
        Interval(*(AVERAGE + ELO * np.array([s, s - e, s + e])).tolist())
        for s, e in zip(strength, error, strict=True)
    ]


def order(points: Sequence[float], seconds: Sequence[float]) -> list[int]:
    """The order of the standings: most points, and of equals the least CPU time."""
    return sorted(range(len(points)), key=lambda i: (-points[i], seconds[i]))
