"""Python's `random.Random`, compiled: the same seed gives the same numbers, 100 times faster.

The official game draws its mazes, starts and cheese with `random.Random(seed)`. To rebuild them
number for number inside compiled code takes the very same generator: the Mersenne Twister
MT19937 (Matsumoto and Nishimura, 1998) and, on top of it, Python's own recipes for `random()`,
`randint`, `choice` and `shuffle` (CPython, Lib/random.py).

A generator is one uint32 array of 625 numbers: 624 words of state and the next word's index.
"""

import numpy as np

from gradatim.pyrat.game.jit import compiled

N_WORDS = 624
_MASK = 0xFFFFFFFF


@compiled
def mt19937_init(state, seed):
    """Initialize a generator as `random.Random(seed)` does (reference code `init_by_array`).

    Args:
        state: (625,) uint32, overwritten.
        seed: uint64, the absolute value of the Python seed, below 2**64.
    """
    # The key is the seed cut into 32-bit words, lowest first; a small seed is a single word.
    n_keys = 2 if seed > np.uint64(_MASK) else 1
    word = np.uint64(19650218)
    state[0] = word
    for i in range(1, N_WORDS):
        word = (
            np.uint64(1812433253) * (word ^ (word >> np.uint64(30))) + np.uint64(i)
        ) & np.uint64(_MASK)
        state[i] = word
    i, j = 1, 0
    for _ in range(N_WORDS):
        key = (seed >> np.uint64(32 * j)) & np.uint64(_MASK)
        previous = np.uint64(state[i - 1])
        mixed = np.uint64(state[i]) ^ (
            (previous ^ (previous >> np.uint64(30))) * np.uint64(1664525)
        )
        state[i] = (mixed + key + np.uint64(j)) & np.uint64(_MASK)
        i += 1
        j += 1
        if i >= N_WORDS:
            state[0] = state[N_WORDS - 1]
            i = 1
        if j >= n_keys:
            j = 0
    for _ in range(N_WORDS - 1):
        previous = np.uint64(state[i - 1])
        mixed = np.uint64(state[i]) ^ (
            (previous ^ (previous >> np.uint64(30))) * np.uint64(1566083941)
        )
        state[i] = (mixed - np.uint64(i)) & np.uint64(_MASK)
        i += 1
        if i >= N_WORDS:
            state[0] = state[N_WORDS - 1]
            i = 1
    state[0] = 0x80000000
    state[N_WORDS] = N_WORDS


@compiled
def _twist(state):
    """Renew all 624 words."""
    for i in range(N_WORDS):
        following = i + 1 if i + 1 < N_WORDS else 0
        far = i + 397 if i + 397 < N_WORDS else i + 397 - N_WORDS
        y = (state[i] & np.uint32(0x80000000)) | (state[following] & np.uint32(0x7FFFFFFF))
        odd = np.uint32(0x9908B0DF) if y & np.uint32(1) else np.uint32(0)
        state[i] = state[far] ^ (y >> np.uint32(1)) ^ odd
    state[N_WORDS] = 0


@compiled
def word32(state):
    """The next 32 random bits, as `getrandbits(32)`, in an int64."""
    if state[N_WORDS] >= N_WORDS:
        _twist(state)
    y = state[state[N_WORDS]]
    state[N_WORDS] += np.uint32(1)
    y ^= y >> np.uint32(11)
    y ^= (y << np.uint32(7)) & np.uint32(0x9D2C5680)
    y ^= (y << np.uint32(15)) & np.uint32(0xEFC60000)
    y ^= y >> np.uint32(18)
    return np.int64(y) & _MASK


@compiled
def word63(state):
    """`randint(0, sys.maxsize)` as uint64: 64 bits drawn anew until they are below 2**63."""
    while True:
        low = np.uint64(word32(state))
        high = np.uint64(word32(state))
        if high < np.uint64(0x80000000):
            return (high << np.uint64(32)) | low


@compiled
def below(state, n):
    """`randrange(n)` for 0 < n < 2**31: as many bits as n has, drawn anew until below n."""
    n_bits = 0
    rest = n
    while rest > 0:
        n_bits += 1
        rest >>= 1
    drawn = word32(state) >> (32 - n_bits)
    while drawn >= n:
        drawn = word32(state) >> (32 - n_bits)
    return drawn


@compiled
def uniform(state):
    """`random()`: a float in [0, 1) with 53 random bits."""
    high = word32(state) >> 5
    low = word32(state) >> 6
    return (high * 67108864.0 + low) * (1.0 / 9007199254740992.0)


@compiled
def shuffle(state, items, n):
    """`shuffle` of the first n rows of `items` (one axis), in place."""
    for i in range(n - 1, 0, -1):
        j = below(state, i + 1)
        item = items[i]
        items[i] = items[j]
        items[j] = item
