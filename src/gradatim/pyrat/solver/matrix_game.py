"""Matrix games: the value and an optimal mixed strategy of two players that choose at once.

The row player chooses a row i, the column player a column j, and the row player gets A[i, j]. The
minimax theorem (von Neumann 1928): mixed strategies p and q exist with

    min over j of (p A)[j]  =  value  =  max over i of (A q)[i]

Where the largest row minimum equals the smallest column maximum, both may play a single action (a
saddle point). Otherwise the simplex method finds p and q (Dantzig 1951): with A > 0, the largest
sum of y with A y <= 1 and y >= 0 is 1 / value; q = value * y, and p is read from the dual.

Shapes: R rows and K columns, at most `MOST` each: the five actions of the game.
"""

import numpy as np

from gradatim.pyrat.game.jit import compiled

MOST = 5
EPSILON = 1e-14  # gains below it are rounding errors
SMALLEST_PIVOT = 1e-10
MOST_PIVOTS = 60


@compiled
def saddle_point(payoffs, R, K):
    """The row and the column of a saddle point and whether there is one."""
    best_row, low = 0, -np.inf
    for i in range(R):
        worst = payoffs[i, 0]
        for j in range(1, K):
            worst = min(worst, payoffs[i, j])
        if worst > low:
            best_row, low = i, worst
    best_column, high = 0, np.inf
    for j in range(K):
        worst = payoffs[0, j]
        for i in range(1, R):
            worst = max(worst, payoffs[i, j])
        if worst < high:
            best_column, high = j, worst
    return best_row, best_column, high - low <= EPSILON


@compiled
def _pivot(tableau, basis, row, column, R, width):
    """Make `column` the basic variable of `row` (one Gauss-Jordan elimination)."""
    scale = 1.0 / tableau[row, column]
    for j in range(width):
        tableau[row, j] *= scale
    for i in range(R + 1):
        factor = tableau[i, column]
        if i != row and factor != 0.0:
            for j in range(width):
                tableau[i, j] -= factor * tableau[row, j]
    basis[row] = column


@compiled
def _simplex(tableau, basis, R, K):
    """Maximize; rows 0 to R - 1 are the constraints, row R the objective, the last column b."""
    width = K + R + 1
    for n_pivots in range(MOST_PIVOTS):
        entering = -1
        steepest = -EPSILON
        for j in range(width - 1):
            if tableau[R, j] < steepest:
                entering, steepest = j, tableau[R, j]
                if n_pivots > MOST_PIVOTS // 2:
                    break  # Bland's rule (1977): the first column; it cannot go round in a circle
        if entering < 0:
            return
        leaving, smallest = -1, np.inf
        for i in range(R):
            if tableau[i, entering] > SMALLEST_PIVOT:
                ratio = tableau[i, width - 1] / tableau[i, entering]
                if ratio < smallest or (ratio == smallest and basis[i] < basis[leaving]):
                    leaving, smallest = i, ratio
        if leaving < 0:
            return  # what seemed to gain was a rounding error: the sum has a largest value
        _pivot(tableau, basis, leaving, entering, R, width)


@compiled
def solve_matrix_game(payoffs, R, K, tableau, basis, row_strategy, column_strategy):
    """The value of a matrix game; the strategies are written into the last two arguments.

    Args:
        payoffs: (MOST, MOST) float64, of which the first R rows and K columns count.
        tableau: (MOST + 1, 2 * MOST + 1) float64 and basis: (MOST,) int64, working memory.
        row_strategy, column_strategy: (MOST,) float64, probabilities of rows and columns.
    """
    row_strategy[:] = 0.0
    column_strategy[:] = 0.0
    i, j, is_saddle = saddle_point(payoffs, R, K)
    if is_saddle:
        row_strategy[i] = 1.0
        column_strategy[j] = 1.0
        return payoffs[i, j]
    lowest = payoffs[0, 0]
    for i in range(R):
        for j in range(K):
            lowest = min(lowest, payoffs[i, j])
    shift = 1.0 - lowest  # the method needs payoffs above 0
    width = K + R + 1
    for i in range(R):
        for j in range(K):
            tableau[i, j] = payoffs[i, j] + shift
        for j in range(K, width - 1):
            tableau[i, j] = 1.0 if j == K + i else 0.0
        tableau[i, width - 1] = 1.0
        basis[i] = K + i
    for j in range(width):
        tableau[R, j] = -1.0 if j < K else 0.0
    _simplex(tableau, basis, R, K)
    value = 1.0 / tableau[R, width - 1]
    for i in range(R):
        if basis[i] < K:
            column_strategy[basis[i]] = tableau[i, width - 1] * value
        row_strategy[i] = max(0.0, tableau[R, K + i] * value)
    return value - shift


def solve(payoffs: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """The value, the row player's and the column player's strategy of a payoff matrix.

    Args:
        payoffs: (R, K) with 1 to 5 rows and columns, what the row player gets.
    """
    R, K = payoffs.shape
    padded = np.zeros((MOST, MOST))
    padded[:R, :K] = payoffs
    rows, columns = np.empty(MOST), np.empty(MOST)
    tableau, basis = np.empty((MOST + 1, 2 * MOST + 1)), np.empty(MOST, np.int64)
    value = solve_matrix_game(padded, R, K, tableau, basis, rows, columns)
    return float(value), rows[:R], columns[:K]
