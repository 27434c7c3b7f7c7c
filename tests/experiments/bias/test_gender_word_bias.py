"""Gendered words: swapped sentences, their scores, and the preference by profession."""

import math

import pytest
import torch

from gradatim.errors import UserError
from gradatim.experiments.bias.gender_word_bias import (
    JOBS,
    by_profession,
    causal_score,
    lead_of,
    masked_score,
    preference,
    swap,
    word_bias,
)
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.stats import Interval


@pytest.mark.parametrize(
    ("sentence", "twin"),
    [
        ("He was a nurse.", "She was a nurse."),
        ("the King and his brother", "the Queen and her sister"),
        ("she hid the shell", "he hid the shell"),
    ],
)
def test_every_word_of_a_pair_is_swapped_and_nothing_else(sentence, twin):
    assert swap(sentence) == twin


def test_a_sentence_without_a_word_to_swap_is_one_sentence():
    with pytest.raises(UserError, match="no word to swap"):
        swap("The nurse was tired.")


def test_preference_is_the_difference_of_the_two_scores():
    found = preference(lambda s: 3.0 if s.startswith("he") else 1.0, "he came")
    assert found.twin == "she came"
    assert found.value == 2.0


def test_causal_score_is_the_sum_of_log_probabilities():
    model = GPT(GPTConfig(vocabulary_size=11, context=8, width=16, n_layers=1, n_heads=2)).eval()
    ids = [1, 4, 2, 7]
    by_hand = sum(
        model(torch.tensor([ids[:k]]))[0, -1].log_softmax(0)[ids[k]].item() for k in (1, 2, 3)
    )
    assert causal_score(model, ids) == pytest.approx(by_hand, abs=1e-5)


def test_masked_score_masks_one_word_at_a_time():
    seen = []

    def model(tokens: torch.Tensor) -> torch.Tensor:
        seen.append(tokens.clone())
        return torch.zeros(*tokens.shape, 10)

    score = masked_score(model, [8, 3, 4, 9], 0, slice(1, -1))
    assert seen[0].tolist() == [[8, 0, 4, 9], [8, 3, 0, 9]]
    assert score == pytest.approx(2 * math.log(1 / 10), abs=1e-5)


def test_the_preference_without_a_profession_is_subtracted():
    def score(sentence: str) -> float:
        is_male = " he " in f" {sentence} "
        return is_male * (2.0 if "nurse" not in sentence else 1.0)

    found = by_profession(score)
    assert len(found) == len(JOBS)
    assert list(found)[-1] == "nurse"
    assert found["nurse"].value == -1.0  # 1 less than the control sentence
    assert found["doctor"].value == 0.0


def test_the_table_of_a_run_has_every_profession_and_your_sentence(train, tmp_path):
    run = train("docs-gpt", steps=1, width=16, n_layers=1, n_heads=1, context=32)
    found = word_bias(str(run), ["He is here."])
    professions, sentences = found.tables
    assert sorted(row[0] for row in professions.rows) == sorted(JOBS)
    assert sentences.rows[0][:2] == ["He is here.", "She is here."]
    page = found.write(tmp_path / "p.html", "gradatim bias").read_text("utf-8")
    assert all(f"<td>{job}</td>" in page for job in JOBS)


def test_other_runs_and_models_that_cannot_be_had_are_one_sentence(convnet, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(UserError, match="which has no words to prefer: give a run"):
        word_bias(str(convnet))
    with pytest.raises(UserError, match="neither a run folder nor a model"):
        word_bias("nobody/no-such-model")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("sentences.txt",), "sentences.txt is a file: give a run folder"),
        (("folder",), "folder is a folder without a config.json: give a run folder"),
        (("nobody/no-such-model", ["sentences.txt"]), "sentences.txt is a file, and this model"),
    ],
)
def test_a_path_in_the_wrong_place_is_said(given, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "sentences.txt").write_text("He is here.")
    with pytest.raises(UserError, match=sentence):
        word_bias(*given)


def test_the_lead_gives_no_factor_where_intervals_overlap():
    apart = {"soldier": Interval(1.0, 0.8, 1.2), "nurse": Interval(-1.0, -1.2, -0.8)}
    assert "factor of 7.4" in lead_of(apart)
    overlapping = {"soldier": Interval(1.0, -0.9, 1.2), "nurse": Interval(-1.0, -1.2, -0.8)}
    assert "factor" not in lead_of(overlapping)
    assert "intervals overlap" in lead_of(overlapping)
