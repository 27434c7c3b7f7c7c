"""Matches between scripted players, for tests of rules and strength."""

import numpy as np

from gradatim.pyrat import Games, MazePool, player


def play(pool, names, n, seed):
    """Final scores (n, 2) of n games; the first name plays rat."""
    games = Games(pool, n, seed=seed, auto_reset=False)
    sides = [player(name, seed + i) for i, name in enumerate(names)]
    while not (games.state.over | games.state.capped).all():
        games.step(np.stack([act(games, i) for i, act in enumerate(sides)], axis=1))
    return games


def win_rate(kind, first, second, n, seed=0):
    """Fraction of games that `first` wins, sides swapped, and fraction of draws."""
    pool = MazePool.build(kind, min(n // 2, 100), seed=777)
    there, back = (
        play(pool, (first, second), n // 2, seed),
        play(pool, (second, first), n // 2, seed),
    )
    leads = np.concatenate(
        [
            there.state.score[:, 0] - there.state.score[:, 1],
            back.state.score[:, 1] - back.state.score[:, 0],
        ]
    )
    assert not np.concatenate([there.state.capped, back.state.capped]).any()
    return (leads > 0).mean(), (leads == 0).mean()
