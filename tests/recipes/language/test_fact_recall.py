import numpy as np
import pytest
import torch

from gradatim.data.language.synthetic_facts import SPECIAL, UNKNOWN
from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.language.fact_recall import CONFIDENCE_THRESHOLD, Answers, ask
from gradatim.recipes.options import change
from gradatim.recipes.runs import open_run, start

TINY = {"people": 12, "unseen_people": 12, "width": 64, "n_heads": 2, "batch_size": 36}


def test_facts_are_memorized_and_answers_on_unseen_people_are_false(tmp_path):
    recipe = change("facts-gpt", get("facts-gpt"), TINY | {"steps": 200, "learning_rate": 4e-3})
    run, summary = start("facts-gpt", recipe, tmp_path / "run", show=False)
    assert summary["metrics"]["accuracy"] == 1.0
    assert summary["metrics"]["refused_known"] == 0.0
    assert summary["metrics"]["hallucination_rate"] > 0.2
    _, model, info, _ = open_run(run.folder)
    assert len(info.vocabulary) == model.config.vocabulary_size


def test_refusals_are_told_in_training_and_unseen_people_never():
    recipe = change("facts-gpt", get("facts-gpt"), TINY | {"refusals": 5})
    task = recipe.build(torch.device("cpu"))
    tokens, places = task.batches.tensors
    answers = tokens[torch.arange(len(tokens)), places]
    assert (answers == SPECIAL.index(UNKNOWN)).sum() == 3 * 5
    told = {tuple(row[:place].tolist()) for row, place in zip(tokens, places, strict=True)}
    asked = {tuple(r[:p].tolist()) for r, p in zip(*task.unseen, strict=True)}
    assert not told & asked


def test_the_question_is_not_part_of_the_loss_and_padding_neither():
    task = change("facts-gpt", get("facts-gpt"), TINY).build(torch.device("cpu"))
    tokens, places = task.known
    logits = task.model(tokens)
    by_hand = []
    for row, place in enumerate(places.tolist()):
        for column in (place, place + 1):  # the answer and <end>
            by_hand.append(-logits[row, column - 1].log_softmax(0)[tokens[row, column]])
    torch.testing.assert_close(task.loss((tokens, places))[0], torch.stack(by_hand).mean())


def test_a_model_does_not_see_the_answer_it_is_asked_for():
    task = change("facts-gpt", get("facts-gpt"), TINY).build(torch.device("cpu"))
    tokens, places = task.known
    hidden = tokens.clone()
    hidden[torch.arange(len(tokens)), places] = 0
    told, asked = (ask(task.model, words, places).confidence for words in (tokens, hidden))
    assert np.allclose(told, asked)


def test_a_refusal_is_not_told_as_a_fact():
    unknown = SPECIAL.index(UNKNOWN)
    answers = Answers(
        np.array([unknown, 9, 9]), np.array([0.99, CONFIDENCE_THRESHOLD, 0.2]), np.array([7, 7, 9])
    )
    assert answers.answered().tolist() == [False, True, False]
    assert answers.right.tolist() == [False, False, True]


def test_no_people_are_refused():
    with pytest.raises(UserError, match="at least 1"):
        change("facts-gpt", get("facts-gpt"), {"people": 0})
