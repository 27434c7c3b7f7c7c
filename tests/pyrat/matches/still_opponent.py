"""A small open board on which a player plays against one that stands still."""

import numpy as np

from gradatim.pyrat import Games, MazePool, preset


def open_board():
    kind = preset("lab", width=5, height=4, cheese=6, starts=(0, 19))
    games = Games(MazePool.build(kind, 1), 1, auto_reset=False)
    cheese = np.array([[9, 13, 14, 15, 16, 17]])
    games.place(np.array([0]), np.array([[0, 19]]), cheese)
    return games


def play(player, n_turns, before=lambda turn: None):
    """Actions of the player, the other one stands still; `before` is called before each turn."""
    games, actions = open_board(), []
    for turn in range(1, n_turns + 1):
        before(turn)
        actions.append(int(player(games, 0)[0]))
        games.step(np.array([[actions[-1], 0]]))
    return actions
