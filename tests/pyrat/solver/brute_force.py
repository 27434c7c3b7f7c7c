"""The values of a tiny board by another way: plain dictionaries, and a linear program per state.

Nothing is shared with the solver: turns are written out from the rules, states keep their mud as a
target and a counter, and all values are iterated side by side.
"""

from itertools import product

import numpy as np

from gradatim.pyrat.game.maze import Maze
from tests.pyrat.solver.test_matrix_game import value_by_linear_program

State = tuple  # (((cell, target, turns left), the same), cheese left, lead)


def turn(graph: dict[int, dict[int, int]], state: State, goals: tuple) -> State:
    """One turn: each player moves towards a neighboring cell, or stays."""
    places, cheese, lead = state
    after = []
    for (cell, target, left), goal in zip(places, goals, strict=True):
        if left == 0 and goal != cell:
            target, left = goal, graph[cell][goal]
        if left:
            left -= 1
            if left == 0:
                cell, target = target, None
        after.append((cell, target, left))
    first, second = after[0][0] in cheese, after[1][0] in cheese
    lead += first - second
    return tuple(after), cheese - {place[0] for place in after}, lead


def choices(graph: dict[int, dict[int, int]], place: tuple) -> list[int]:
    """The cells that a player may choose: its own, and its neighbors; in mud only its own."""
    cell, _, left = place
    return [cell] if left else [cell, *graph[cell]]


def values(maze: Maze, start: State, sweeps: int) -> dict[State, float]:
    """The value of every state that can follow, if the game is cut off after so many turns."""
    graph = maze.as_dict()
    next_states: dict[State, list[list[State]]] = {}
    waiting = [start]
    while waiting:
        state = waiting.pop()
        _, cheese, lead = state
        if state in next_states or not cheese or abs(lead) > len(cheese):
            continue
        rows, columns = (choices(graph, place) for place in state[0])
        table = [[turn(graph, state, (a, b)) for b in columns] for a in rows]
        next_states[state] = table
        waiting += [after for row in table for after in row]
    value: dict[State, float] = {}
    for table in next_states.values():
        for after in (after for row in table for after in row):
            lead = after[2]
            over = not after[1] or abs(lead) > len(after[1])
            value[after] = (np.sign(lead) + 1) / 2 if over else 0.5
    value |= {state: 0.5 for state in next_states}
    for _ in range(sweeps):
        value |= {
            state: game_value(np.array([[value[after] for after in row] for row in table]))
            for state, table in next_states.items()
        }
    return value


def game_value(payoffs: np.ndarray) -> float:
    """The value of a matrix game; a saddle point needs no linear program."""
    low, high = payoffs.min(axis=1).max(), payoffs.max(axis=0).min()
    return float(low) if high - low < 1e-12 else value_by_linear_program(payoffs)


def all_places(graph: dict[int, dict[int, int]]) -> list[tuple]:
    """Where a player can be: on a cell, or on its way through mud."""
    mud = [
        (cell, to, left) for cell in graph for to, w in graph[cell].items() for left in range(1, w)
    ]
    return [(cell, None, 0) for cell in graph] + mud


def all_states(maze: Maze, cheese: frozenset[int]) -> list[State]:
    """Every pair of places while all pieces lie and nobody leads."""
    places = all_places(maze.as_dict())
    return [(pair, cheese, 0) for pair in product(places, repeat=2)]
