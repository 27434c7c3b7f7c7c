"""Early stopping: end a run whose validation loss has stopped falling, and keep its best weights.

A network that trains on fits its training examples ever better, and from some step on those alone:
the loss on examples that it does not learn from rises again. Single evaluations jump, so a run goes
on until `patience` of them in a row were no better than the best (Prechelt 1998, "Early Stopping -
But When?"). The weights of the best one are what the run keeps.
"""

import math
from dataclasses import dataclass


@dataclass
class EarlyStopping:
    """Watches the loss of the evaluations during a run, which are on validation data.

    Attributes:
        patience: evaluations without a lower loss after which the run ends.
        best_loss: the lowest so far.
        n_worse: evaluations since then.
    """

    patience: int
    best_loss: float = math.inf
    n_worse: int = 0

    def improves(self, loss: float) -> bool:
        """Take the loss of an evaluation; tell whether its weights are the best so far."""
        # Strictly lower: a loss that stays where it is has stopped falling. NaN is never lower.
        if loss < self.best_loss:
            self.best_loss, self.n_worse = loss, 0
            return True
        self.n_worse += 1
        return False

    @property
    def over(self) -> bool:
        """Whether the run has waited long enough."""
        return self.n_worse >= self.patience
