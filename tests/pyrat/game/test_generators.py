"""What every maze has, whatever its generator: the cells asked for, all of them connected."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from gradatim.pyrat.game.generators import GENERATORS, MazeOptions, generate


def built(options: MazeOptions, seed: int):
    C = options.width * options.height
    links = np.empty((1, C, 4), np.int16)
    costs = np.empty((1, C, 4), np.uint8)
    order = np.empty((1, options.n_cells), np.int16)
    generate(0, 1, np.array([seed], np.uint64), options, links, costs, order)
    return links[0], costs[0], order[0]


def n_reached(links: np.ndarray, start: int) -> int:
    seen, waiting = {start}, [start]
    while waiting:
        following = {int(c) for c in links[waiting.pop()] if c >= 0} - seen
        seen |= following
        waiting += following
    return len(seen)


@st.composite
def any_options(draw):
    width, height = draw(st.integers(2, 9)), draw(st.integers(2, 9))
    low = draw(st.integers(2, 5))
    return MazeOptions(
        generator=draw(st.sampled_from(sorted(GENERATORS.values()))),
        width=width,
        height=height,
        n_cells=draw(st.integers(2, width * height)),
        walls=draw(st.floats(0, 100)),
        mud=draw(st.floats(0, 100)),
        mud_low=low,
        mud_high=draw(st.integers(low, 9)),
    )


@budget(max_examples=150, deadline=None, derandomize=True)
@given(any_options(), st.integers(0, 2**62))
def test_a_maze_is_connected_and_its_passages_have_two_ends(options, seed):
    links, costs, order = built(options, seed)
    assert len(set(order.tolist())) == options.n_cells
    assert n_reached(links, int(order[0])) == options.n_cells
    for cell in order:
        for neighbor, cost in zip(links[cell], costs[cell], strict=True):
            if neighbor < 0:
                continue
            back = links[neighbor].tolist().index(cell)
            assert costs[neighbor, back] == cost
            assert cost == 1 or options.mud_low <= cost <= options.mud_high
            apart = abs(int(neighbor) - int(cell))
            assert apart in (1, options.width)


@pytest.mark.parametrize(("walls", "passages"), [(0, 24), (100, 15)])
def test_walls_leave_a_tree_at_most(walls, passages):
    links, _, _ = built(MazeOptions(1, 4, 4, 16, float(walls), 0.0, 2, 9), 3)
    assert (links >= 0).sum() == 2 * passages


@pytest.mark.parametrize("percent", [0, 50, 100])
def test_mud_covers_the_percentage_asked_for(percent):
    links, costs, _ = built(MazeOptions(0, 8, 8, 64, 0.0, float(percent), 4, 4), 1)
    assert (costs == 4).sum() == 2 * int(112 * percent / 100)
    assert (links >= 0).sum() == 2 * 112
