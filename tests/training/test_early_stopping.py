"""Early stopping: when a run ends, and which weights are its best."""

import math

from gradatim.training.early_stopping import EarlyStopping


def test_a_run_ends_when_the_loss_has_not_fallen_for_so_long():
    stopping = EarlyStopping(patience=2)
    seen = [(stopping.improves(loss), stopping.over) for loss in (3.0, 2.0, 2.0, 2.5)]
    assert seen == [(True, False), (True, False), (False, False), (False, True)]
    assert stopping.best_loss == 2.0


def test_a_lower_loss_begins_to_count_anew():
    stopping = EarlyStopping(patience=2)
    for loss in (3.0, 4.0, 2.0, 4.0):
        stopping.improves(loss)
    assert (stopping.n_worse, stopping.over) == (1, False)


def test_a_loss_that_is_no_number_is_no_better():
    stopping = EarlyStopping(patience=1)
    assert not stopping.improves(math.nan)
    assert stopping.over
