"""The scaling law of language models: L = E + A / N^a + B / D^b, fitted to measured runs.

E is what no network can predict, the second term what a small network misses, the third what too
little text leaves unlearned.
Source: Hoffmann et al. 2022, "Training compute-optimal large language models", section 3.3.

Shapes: R runs, P pairs of exponents.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gradatim.errors import UserError

EXPONENTS = np.arange(0.05, 1.5, 0.01)
FEWEST = 6  # runs: the law has five numbers


class Measurement(NamedTuple):
    """A network, the text that it learned from, and its loss on other text."""

    parameters: int
    tokens: int
    loss: float


class Law(NamedTuple):
    """The five numbers of a law, and how far it is from the runs that it was fitted to."""

    E: float
    A: float
    a: float
    B: float
    b: float
    error: float  # root mean square of the relative differences

    def predict(self, parameters: float, tokens: float) -> float:
        """The loss that the law expects."""
        return self.E + self.A / parameters**self.a + self.B / tokens**self.b


def fit_law(runs: Sequence[Measurement]) -> Law:
    """Find the law that is relatively closest to the losses of R runs.

    For given exponents a and b the law is linear in E, A and B, so these three have a formula
    (least squares), and only the two exponents are searched for, on a grid.

    Args:
        runs: of at least two sizes and two amounts of text.

    Raises:
        UserError: fewer runs than the law needs.
    """
    sizes, amounts = {run.parameters for run in runs}, {run.tokens for run in runs}
    if len(runs) < FEWEST or len(sizes) < 2 or len(amounts) < 2:
        raise UserError(
            f"{len(runs)} runs of {len(sizes)} sizes and {len(amounts)} amounts of text: the law "
            f"has five numbers, give at least {FEWEST} runs of two sizes and two amounts."
        )
    n, d, loss = (np.array(column, dtype=float) for column in zip(*runs, strict=True))  # (R,)
    a, b = (grid.ravel() for grid in np.meshgrid(EXPONENTS, EXPONENTS, indexing="ij"))  # (P,)
    # Scaled by the smallest run, A and B are losses too and the equations are well conditioned.
    by_size, by_text = (n / n.min())[None] ** -a[:, None], (d / d.min())[None] ** -b[:, None]
    terms = np.stack((np.ones_like(by_size), by_size, by_text), axis=2)  # (P, R, 3)
    terms /= loss[:, None]  # relative differences count
    # Divided by the losses, every equation reads: terms = 1. One pseudo-inverse per pair of
    # exponents.
    found = np.einsum("pkr,r->pk", np.linalg.pinv(terms), np.ones_like(loss))  # (P, 3)
    errors = np.sqrt(np.mean((np.einsum("prk,pk->pr", terms, found) - 1) ** 2, axis=1))
    errors[(found < 0).any(1)] = np.inf  # more text or a larger network would do harm
    best = int(errors.argmin())
    if not np.isfinite(errors[best]):
        raise UserError("no law of this form fits: the loss does not fall with size and text.")
    E, A, B = found[best]
    return Law(
        float(E),
        # Back to the units of the law: A / N^a, and not of N relative to the smallest.
        float(A * n.min() ** a[best]),
        float(a[best]),
        float(B * d.min() ** b[best]),
        float(b[best]),
        float(errors[best]),
    )
