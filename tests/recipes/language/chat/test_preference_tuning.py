"""Preferences: the loss begins at log 2, and pairs come again below other questions."""

import pytest
import torch

from gradatim.data.language.conversations import Preference
from gradatim.recipes import get
from gradatim.recipes.language.chat.preference_tuning import (
    PreferenceTask,
    with_other_questions,
)
from gradatim.recipes.options import change


def test_preferences_start_at_log_2_from_the_earlier_model(stages, tmp_path) -> None:
    recipe = change(
        "chat-preferences",
        get("chat-preferences"),
        {"init_from": str(stages / "chat-instructions"), "batch_size": 4, "other_questions": 0},
    )
    task = recipe.build(torch.device("cpu"))
    assert isinstance(task, PreferenceTask)
    assert len(task.batches.chosen) == 935
    loss, metrics = task.loss(next(task.batches))
    assert loss.item() == pytest.approx(0.6931, abs=1e-3)
    assert 0 <= float(metrics["preferred"]) <= 1
    with torch.no_grad():
        measured = task.evaluate(final=True)
    assert len(task.test.chosen) == 110
    assert measured["likelier"] == pytest.approx(measured["likelier_before"])


def test_pairs_come_again_below_other_questions() -> None:
    pairs = [Preference(f"question {i}", f"polite {i}", f"rude {i}") for i in range(30)]
    learned = with_other_questions(pairs, times=2, seed=0)
    assert learned[:30] == pairs
    assert len(learned) == 90
    for again in (learned[30:60], learned[60:]):
        assert [(p.chosen, p.rejected) for p in again] == [(p.chosen, p.rejected) for p in pairs]
        assert {p.question for p in again} == {p.question for p in pairs}
        assert sum(p.question == q.question for p, q in zip(again, pairs, strict=True)) < 5
