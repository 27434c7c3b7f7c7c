"""What the exported player computes: the network's answers and the engine's travel times."""

import numpy as np
import torch

from gradatim.pyrat import MazePool, preset
from gradatim.pyrat.interop.exported_network import NO_TIME, forward, passages, travel_times
from tests.pyrat.interop.official_games import network


def observed():
    """Tokens, turns between and summary of six cheeses."""
    generator = torch.Generator().manual_seed(2)
    tokens = torch.rand(6, 11, generator=generator)
    tokens[:, 0] = 1
    tokens[:, 1:3] *= 20
    tokens[:, 9] *= 20
    between = torch.rand(6, 6, generator=generator) * 20
    return tokens, between, torch.rand(12, generator=generator)


def test_its_forward_pass_is_that_of_the_network():
    wanted = network()(*(part[None] for part in observed())).policy[0]
    weights = {key: value.numpy() for key, value in network().state_dict().items()}
    found = forward(weights, 2, 4, *(part.numpy() for part in observed()))
    assert np.allclose(found, wanted.detach().numpy(), atol=1e-4)


def test_past_the_deadline_there_is_no_answer():
    weights = {key: value.numpy() for key, value in network().state_dict().items()}
    assert forward(weights, 2, 4, *(part.numpy() for part in observed()), deadline=0.0) is None


class OfficialMaze:
    """The part of an official maze that is asked for its passages."""

    def __init__(self, graph):
        self.graph = graph

    def get_vertices(self):
        return list(self.graph)

    def get_neighbors(self, cell):
        return list(self.graph[cell])

    def get_weight(self, cell, near):
        return self.graph[cell][near]


def test_its_travel_times_are_those_of_the_engine():
    pool = MazePool.build(preset("default", mud=50.0), 2)
    for number in range(2):
        graph = pool.maze(number).as_dict()
        ways, n_cells = passages(OfficialMaze(graph)), pool.mazes.travel.shape[1]
        for start in list(graph)[::7]:
            times = travel_times(ways, n_cells, start)
            cells = list(graph)
            assert (times[cells] == pool.mazes.travel[number, start, cells]).all()
        hole = [cell for cell in range(n_cells) if cell not in graph]
        assert (times[hole] == NO_TIME).all()
