"""A tree search."""

import math
import random

from gradatim.labs.grading.spec import Check

GAMES, C = 600, 0.7
SIZE, N_CHEESE, N_BOARDS = 7, 5, 6


class Tree:
    """A game that is written down: a list of positions, or the value of one that is over."""

    def __init__(self, node):
        self.node = node

    def __repr__(self):
        return f"Tree({self.node})"

    @property
    def moves(self):
        return len(self.node) if isinstance(self.node, list) else 0

    def after(self, i):
        return Tree(self.node[i])

    @property
    def value(self):
        return self.node


def distance(a, b):
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def between(a, b, turns):
    """Where a walk from a to b stands after so many turns: columns first."""
    x = min(turns, abs(b[0] - a[0]))
    y = turns - x
    return (a[0] + x * ((b[0] > a[0]) - (b[0] < a[0])), a[1] + y * ((b[1] > a[1]) - (b[1] < a[1])))


class Race:
    """PyRat on an open board: move i walks to the i-th piece, until somebody eats it."""

    def __init__(self, me, other, cheese, lead=0.0):
        self.me, self.other, self.cheese, self.lead = me, other, cheese, lead

    def __repr__(self):
        return f"Race(me={self.me}, other={self.other}, cheese={list(self.cheese)}, lead={self.lead:g})"

    @property
    def moves(self):
        return 0 if abs(self.lead) > len(self.cheese) else len(self.cheese)

    @property
    def value(self):
        return 0.5 + 0.5 * ((self.lead > 0) - (self.lead < 0))

    def after(self, i):
        me, other, cheese, lead, goal = self.me, self.other, self.cheese, self.lead, self.cheese[i]
        while goal in cheese:
            target = min(cheese, key=lambda cell: (distance(other, cell), cell))
            turns = min(distance(me, goal), distance(other, target))
            me, other = between(me, goal, turns), between(other, target, turns)
            eaten = {cell for cell in (me, other) if cell in cheese}
            lead += (me in eaten) - (other in eaten)
            cheese = tuple(cell for cell in cheese if cell not in eaten)
        return Race(me, other, cheese, lead)


def exact(state):
    """The best value that can be had, by trying everything."""
    if not state.moves:
        return state.value
    return max(exact(state.after(i)) for i in range(state.moves))


def trap(n, good):
    """The second move is bad on average and best if followed by one of n moves."""
    return Tree([[0.4, 0.5], [0.1 + 0.9 * (i == good) for i in range(n)], 0.3])


def statistics(generator):
    yield [1, 0], [1.0, 0.0], 1.0
    yield [2, 0, 0], [0.0, 0.0, 0.0], 0.5
    yield [1, 1], [0.0, 1.0], 1.0
    yield [10, 2], [6.0, 1.0], 0.0
    yield [10, 2], [6.0, 1.0], 1.0
    yield [50, 40, 10], [30.0, 26.0, 6.0], 0.1
    yield [9, 3, 4], [5.0, 1.0, 2.0], 1.4
    yield [100, 30], [60.0, 15.0], 0.7
    yield [100, 30], [60.0, 13.8], 0.7
    # Numbers for which every other formula chooses another move at least once.
    yield [3, 20, 8], [1.2, 14.6, 6.4], 0.7
    yield [10, 2, 4], [2.5, 0.5, 3.1], 2.0
    yield [5, 50, 20], [0.4, 1.5, 19.4], 2.0
    yield [50, 3, 20], [19.1, 1.7, 19.9], 0.5
    yield [2, 50, 8], [0.4, 37.7, 5.1], 0.2
    yield [2, 20], [0.4, 2.0], 1.4
    yield [50, 8], [24.2, 3.7], 0.1
    yield [2, 1], [1.9, 0.3], 2.0
    yield [1, 100, 20, 1], [0.6, 5.3, 13.1, 0.8], 1.4
    yield [5, 2, 1, 3], [0.5, 0.8, 0.6, 0.0], 1.0
    yield [4000, 1500, 250], [2000.0, 770.0, 132.0], 0.3
    yield [300, 260, *[40] * 20, 0, 90, 0], [150.0, 143.0, *[20.0] * 20, 0.0, 50.0, 0.0], 1.0
    yield (
        [3, 5, 4, 9, 6, 7, 8, 3, 4, 5, 6],
        [0.1 * k for k in (3, 5, 4, 9, 66, 7, 8, 3, 4, 5, 6)],
        0.7,
    )


def bound(visits, sums, c):
    best, found = -1.0, 0
    for i, (n, total) in enumerate(zip(visits, sums)):
        value = math.inf if n == 0 else total / n + c * (math.log(sum(visits)) / n) ** 0.5
        if value > best:
            best, found = value, i
    return found


def small_games(generator):
    yield (Tree(0.25),)
    yield (Tree([1.0]),)
    yield (Tree([0.0, 1.0, 1.0, 1.0]),)
    yield (Tree([[0.0, [1.0, 1.0, 0.0]], 0.5]),)
    yield (Tree([[[[[[1.0, 0.0]]]]], 0.25, *[0.75] * 8]),)


def mean_of_many(rollout, state):
    random.seed(0)
    values = [rollout(state) for _ in range(2000)]
    if any(isinstance(value, bool) or not isinstance(value, int | float) for value in values):
        return values[0]
    return sum(values) / len(values)


def expected_value(state):
    if not state.moves:
        return state.value
    return sum(expected_value(state.after(i)) for i in range(state.moves)) / state.moves


def near(value, state):
    if isinstance(value, int | float) and abs(value - expected_value(state)) < 0.045:
        return None
    shown = f"{value:.3f}" if isinstance(value, int | float) else str(value)[:60]
    right = expected_value(state)
    return (
        f"In the mean of 2000 games from {state} it returns {shown}; {right:.3f} is expected.",
        f"En moyenne de 2000 parties depuis {state} elle renvoie {shown} ; {right:.3f} est attendu.",
    )


def positions(generator):
    yield Tree([1.0]), 1, C
    yield Tree([0.0, 1.0]), 1, C
    yield Tree([0.0, 1.0]), 30, C
    yield trap(4, 2), GAMES, C
    yield trap(6, 5), GAMES, C
    # What is best after one move is bad after the others: positions do not share what was tried.
    yield Tree([*([[0.6, 0.1]] * 5), [0.0, 0.9]]), GAMES, C
    yield Tree([[0.1, 0.9, 0.1], [0.9, 0.1, 0.1], [0.1, 0.1, 1.0]]), GAMES, C
    yield Tree([0.4, 0.6]), 200, 20.0  # explores so much that both are tried nearly equally
    draw = random.Random(int(generator.initial_seed()) % 2**31)
    cells = [(x, y) for x in range(SIZE) for y in range(SIZE)]
    n = 0
    while n < N_BOARDS:
        me, other, *cheese = draw.sample(cells, N_CHEESE + 2)
        state = Race(me, other, tuple(cheese))
        values = [exact(state.after(i)) for i in range(N_CHEESE)]
        if min(values) < max(values):
            n += 1
            yield state, GAMES, C


def forced(generator):
    """Every game that begins with one move ends with one value, so chance decides nothing."""
    yield Tree([0.5, [[0.55]]]), 2, C
    yield Tree([0.5, [[0.55]]]), 25, C
    yield Tree([0.5, [[[[[0.55]]]]], 0.2]), 61, 0.2
    yield Tree([[[0.3]], [0.35, 0.35, 0.35], 0.9, 0.1]), 100, 1.4
    yield Tree([[0.4, [0.4, 0.4]], [0.75]]), 40, 0.0
    # The same moves in another order lead elsewhere.
    yield Tree([[0.3, [[0.3], [0.3]]], [[[0.8], [0.8]], 0.8]]), 60, 1.0
    yield Tree([0.3 + 0.01 * (7 * k % 12) for k in range(12)]), 8, C


def exact_visits(state, n, c):
    """How often each move is tried where it has always the same value."""
    visits, sums = [0] * state.moves, [0.0] * state.moves
    for _ in range(n):
        i = bound(visits, sums, c)
        visits[i] += 1
        sums[i] += expected_value(state.after(i))
    return visits


class Wide(Tree):
    """A game that notes the moves of each depth."""

    def __init__(self, node, noted, depth=0):
        super().__init__(node)
        self.noted, self.depth = noted, depth

    def after(self, i):
        self.noted.append((self.depth, i))
        return Wide(self.node[i], self.noted, self.depth + 1)


def moves_below(search, width):
    """The moves of rollouts where each move of the first position is tried once."""
    random.seed(3)
    noted = []
    tail = [[[0.5, 0.5]] * 2] * 2
    search(Wide([tail] * width, noted), width, C)
    return [i for depth, i in noted if depth >= 2]


def at_random(value, width):
    if value and 0.3 < sum(value) / len(value) < 0.7:
        return None
    second = sum(value) / max(len(value), 1)
    return (
        f"In {width} games, of which each begins with another move, later moves are the second of "
        f"two in {second:.0%}; about 50 % are expected: a new position is played on at random.",
        f"Dans {width} parties, dont chacune commence par un autre coup, les coups suivants sont le "
        f"second de deux dans {second:.0%} ; environ 50 % sont attendus : une position nouvelle "
        "se joue au hasard.",
    )


def tried(search, state, n, c):
    random.seed(1)
    return search(state, n, c)


def best(value, state, n, c):
    visits = list(value) if isinstance(value, list | tuple) else None
    if visits is None or len(visits) != state.moves or sum(visits) != n:
        return (
            f"After {n} games from {state} it returns {str(value)[:60]}; {state.moves} numbers with "
            f"the sum {n} are expected.",
            f"Après {n} parties depuis {state} elle renvoie {str(value)[:60]} ; {state.moves} nombres "
            f"de somme {n} sont attendus.",
        )
    if c > C and min(visits) < 0.4 * n:
        return (
            f"With c = {c:g} the moves of {state} should be tried about equally often; they were tried "
            f"{visits} times: is c handed on to ucb?",
            f"Avec c = {c:g}, les coups de {state} devraient être essayés à peu près autant ; ils l'ont "
            f"été {visits} fois : c est-il transmis à ucb ?",
        )
    if n < GAMES:
        return None
    values = [exact(state.after(i)) for i in range(state.moves)]
    most = visits.index(max(visits))
    if values[most] == max(values):
        return None
    worth = ", ".join(f"{v:g}" for v in values)
    return (
        f"From {state} the moves are worth {worth} if well played on; they were tried {visits} times "
        f"in {n} games, number {most} most.",
        f"Depuis {state} les coups valent {worth} si la suite est bien jouée ; ils ont été essayés "
        f"{visits} fois en {n} parties, le numéro {most} le plus.",
    )


CHECKS = [
    Check(name="ucb", inputs=statistics, expected=bound),
    Check(name="rollout", inputs=small_games, run=mean_of_many, judge=near),
    Check(name="search", inputs=forced, expected=exact_visits),
    Check(name="search", inputs=lambda generator: [(60,)], run=moves_below, judge=at_random),
    Check(name="search", inputs=positions, run=tried, judge=best),
]
