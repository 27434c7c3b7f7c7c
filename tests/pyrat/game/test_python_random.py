"""The compiled generator against Python's own `random.Random`."""

import random

import numpy as np
import pytest

from gradatim.pyrat.game import python_random

SEEDS = [0, 1, 42, 2**31, 2**32 - 1, 2**32, 2**40 + 5, 2**63 - 2]


@pytest.mark.parametrize("seed", SEEDS)
def test_draws_what_python_draws(seed):
    state = np.empty(python_random.N_WORDS + 1, np.uint32)
    python_random.mt19937_init(state, np.uint64(seed))
    rng = random.Random(seed)
    assert [python_random.word32(state) for _ in range(1300)] == [
        rng.getrandbits(32) for _ in range(1300)
    ]
    for n in (1, 2, 3, 4, 5, 7, 8, 100, 315, 65536, 2**31 - 1):
        assert python_random.below(state, n) == rng.randrange(n)
    assert python_random.uniform(state) == rng.random()
    assert int(python_random.word63(state)) == rng.randint(0, 2**63 - 1)


@pytest.mark.parametrize("n", [0, 1, 2, 50])
def test_shuffles_as_python_does(n):
    state = np.empty(python_random.N_WORDS + 1, np.uint32)
    python_random.mt19937_init(state, np.uint64(7))
    items, expected = np.arange(n, dtype=np.int16), list(range(n))
    python_random.shuffle(state, items, n)
    random.Random(7).shuffle(expected)
    assert items.tolist() == expected
