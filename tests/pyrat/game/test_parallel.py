"""Parallel loops: every item once, the same result on any number of threads, also after a fork."""

import multiprocessing

import numpy as np
import pytest

from gradatim.pyrat import Games, MazePool, preset
from gradatim.pyrat.game.parallel import parallel_for


@pytest.fixture(scope="module")
def pool():
    return MazePool.build(preset("default", width=9, height=7, cheese=8), 12, seed=5)


def test_threads_do_not_change_the_result(pool, monkeypatch):
    actions = np.random.default_rng(0).integers(0, 5, (60, 4096, 2))
    ends = []
    for n_threads in ("1", "3"):
        monkeypatch.setenv("OMP_NUM_THREADS", n_threads)
        monkeypatch.setattr("os.sched_getaffinity", lambda process: range(8), raising=False)
        games = Games(pool, 4096, seed=4)
        for row in actions:
            games.step(row)
        ends.append(games.state.position.copy())
    np.testing.assert_array_equal(ends[0], ends[1])


def test_slices_cover_everything_once(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    monkeypatch.setattr("os.sched_getaffinity", lambda process: range(8), raising=False)
    touched = np.zeros(100, int)

    def kernel(start, stop, array):
        array[start:stop] += 1

    parallel_for(kernel, 100, touched, grain_size=7)
    assert (touched == 1).all()


def _play_in_child(games, queue):
    games.step(np.ones((games.n, 2), np.int8))
    queue.put(games.state.turn.copy())


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork here")
def test_a_forked_process_can_go_on_playing(pool, monkeypatch):
    """The official game forks its players after threads were used in the parent."""
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    monkeypatch.setattr("os.sched_getaffinity", lambda process: range(8), raising=False)
    games = Games(pool, 4096, seed=4)
    games.step(np.ones((4096, 2), np.int8))
    context = multiprocessing.get_context("fork")
    queue = context.SimpleQueue()
    child = context.Process(target=_play_in_child, args=(games, queue))
    child.start()
    child.join(30)
    assert child.exitcode == 0
    assert (queue.get() == 2).all()
