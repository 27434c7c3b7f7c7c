"""One player's moves as a graph of nodes: the cells, and every turn inside mud.

A player is on one of P nodes. Node c < C is cell c, where it may choose; every further node is one
turn of one crossing of mud, where it cannot. Every edge takes one turn, so mud needs no counters:
a mud of w turns from a to b is the path a -> (w - 1 left) -> ... -> (1 left) -> b.
"""

from typing import NamedTuple

import numpy as np

from gradatim.errors import UserError
from gradatim.pyrat.game.maze import Maze, steps


class MoveGraph(NamedTuple):
    """The moves of one player in one maze; both players have the same."""

    n_choices: np.ndarray  # (P,) int64, 1 in mud, 0 for a hole
    following: np.ndarray  # (P, 5) int64, the node after each choice
    n_sources: np.ndarray  # (P,) int64
    sources: np.ndarray  # (P, 5) int64, the nodes from which a node can be entered in one turn
    action: np.ndarray  # (P, 5) int64, the action of each choice: 0 nothing, 1 north, ...
    mud: np.ndarray  # (C, 5) int64, the first node of the mud that an action begins, -1 for none
    weights: np.ndarray  # (C, 5) uint8, turns to leave a cell by each action


def move_graph(maze: Maze) -> MoveGraph:
    """The graph of a maze; holes are nodes without a choice."""
    weights = maze.weights()
    C = len(weights)
    step = steps(maze.width)
    P = C + int(np.maximum(weights.astype(np.int64) - 1, 0).sum())
    n_choices = np.ones(P, np.int64)
    n_choices[:C] = 0
    following, action = np.zeros((P, 5), np.int64), np.zeros((P, 5), np.int64)
    mud = np.full((C, 5), -1, np.int64)
    free = C
    for cell in maze.order.tolist():
        following[cell, 0], n_choices[cell] = cell, 1
        for way in range(1, 5):
            weight = int(weights[cell, way])
            if not weight:
                continue
            target = cell + step[way]
            for left in range(weight - 1, 0, -1):  # nodes in the order in which they are crossed
                following[free, 0] = free + 1 if left > 1 else target
                if left == weight - 1:
                    mud[cell, way] = free
                free += 1
            k = n_choices[cell]
            following[cell, k] = mud[cell, way] if weight > 1 else target
            action[cell, k] = way
            n_choices[cell] += 1
    n_sources, sources = np.zeros(P, np.int64), np.zeros((P, 5), np.int64)
    for node in range(P):
        for to in following[node, : n_choices[node]].tolist():
            sources[to, n_sources[to]] = node
            n_sources[to] += 1
    return MoveGraph(n_choices, following, n_sources, sources, action, mud, weights)


def node_of(graph: MoveGraph, maze: Maze, cell: int, mud_target: int, mud_left: int) -> int:
    """The node of a player that stands on a cell, perhaps with some turns of mud left.

    Raises:
        UserError: the cell or the mud is not in the maze.
    """
    if not 0 <= cell < len(graph.mud) or graph.n_choices[cell] == 0:
        raise UserError(f"cell {cell} is not a cell of the maze.")
    if mud_left == 0:
        return cell
    for way, step in enumerate(steps(maze.width)):
        if way and cell + step == mud_target and graph.weights[cell, way] > mud_left:
            return int(graph.mud[cell, way]) + int(graph.weights[cell, way]) - 1 - mud_left
    raise UserError(f"there is no mud of {mud_left} turns from cell {cell} to {mud_target}.")
