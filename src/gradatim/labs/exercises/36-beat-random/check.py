"""A policy that beats random."""

import copy
import random

from gradatim.labs.grading.spec import Check
from gradatim.pyrat import official_game, preset

N_GAMES, MAX_TURNS = 10, 80


def mazes(generator):
    yield {0: {1: 1}, 1: {0: 1}}, 0
    yield {0: {1: 5}, 1: {0: 5}}, 0
    yield {0: {1: 9, 2: 1}, 1: {0: 9, 2: 1}, 2: {0: 1, 1: 1}}, 0
    yield {0: {1: 2}, 1: {0: 2}, 2: {3: 1}, 3: {2: 1}}, 0  # two cells that cannot be reached
    for seed in range(3):
        game = official_game(preset("default", width=7, height=5, cheese=5), seed)
        yield game.maze.as_dict(), game.starts[0]


def distances(maze, start):
    """Bellman and Ford: slower and simpler than what a learner writes."""
    found = {start: 0}
    for _ in range(len(maze)):
        for cell in list(found):
            for neighbour, turns in maze[cell].items():
                found[neighbour] = min(found.get(neighbour, 10**9), found[cell] + turns)
    return found


class Walker:
    def __init__(self, cell):
        self.cell, self.target, self.left, self.score = cell, cell, 0, 0.0

    def move(self, maze, choice):
        if self.left == 0:
            self.target = choice
            self.left = maze[self.cell][choice]
        self.left -= 1
        if self.left == 0:
            self.cell = self.target


def play(policy, seed):
    """(my score, the other's, turns that were no legal move) of one game by the official rules."""
    game = official_game(preset("default", width=9, height=7, cheese=9), seed)
    maze, cheese = game.maze.as_dict(), list(game.cheese)
    chance = random.Random(seed)
    me, other = (Walker(start) for start in game.starts)
    lost = 0
    for _ in range(MAX_TURNS):
        choices = []
        for walker in (me, other):
            if walker.left > 0:
                choices.append(None)
            elif walker is other:
                choices.append(chance.choice(list(maze[walker.cell])))
            else:
                choices.append(policy(copy.deepcopy(maze), me.cell, other.cell, list(cheese)))
        for walker, choice in zip((me, other), choices):
            if walker.left == 0 and choice not in maze[walker.cell]:
                lost += 1
            else:
                walker.move(maze, choice)
        for cell in [c for c in cheese if c in (me.cell, other.cell)]:
            eaters = [walker for walker in (me, other) if walker.cell == cell]
            for walker in eaters:
                walker.score += 1 / len(eaters)
            cheese.remove(cell)
        if not cheese or abs(me.score - other.score) > len(cheese):
            break
    return me.score, other.score, lost


def tournament(policy, n_games):
    """The games until too many are lost."""
    rows = []
    for seed in range(n_games):
        rows.append(play(policy, seed))
        if sum(mine <= theirs for mine, theirs, _ in rows) > 0.1 * n_games:
            break
    return rows


def strong(value, n_games):
    wins = sum(mine > theirs for mine, theirs, _ in value)
    lost = sum(turns for *_, turns in value)
    if wins >= 0.9 * n_games:
        return None
    mine, theirs = (sum(row[i] for row in value) for i in (0, 1))
    return (
        f"It wins {wins} of {len(value)} games (cheese {mine:g} to {theirs:g}); {lost} of its moves did "
        "not go to a neighbour.",
        f"Elle gagne {wins} parties sur {len(value)} (fromages {mine:g} à {theirs:g}) ; {lost} de ses coups "
        "n'allaient pas vers un voisin.",
    )


CHECKS = [
    Check(name="distances", inputs=mazes, expected=distances),
    Check(name="policy", inputs=lambda generator: [(N_GAMES,)], run=tournament, judge=strong),
]
