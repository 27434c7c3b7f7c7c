"""What is asked of trained runs: explain, robustness, energy, word pairs, audit."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from gradatim.data.adult import load_adult
from gradatim.errors import UserError
from gradatim.experiments.chapter_9 import PARTS, critique
from gradatim.experiments.energy import Bill, energy, frontier, further_percent, grams
from gradatim.experiments.fairness_audit import audit, judge, proxies, with_group_thresholds
from gradatim.experiments.gender_word_bias import (
    causal_score,
    masked_score,
    preference,
    swap,
    word_pairs,
)
from gradatim.experiments.robustness import attacked, corrupted, robustness, subject_of
from gradatim.experiments.saliency_report import explain
from gradatim.models.language.gpt import GPT, GPTConfig
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from gradatim.stats import Interval


def _train(name: str, folder: Path, **changes: object) -> Path:
    return start(name, change(name, get(name), changes), folder, show=False)[0].folder


@pytest.fixture(scope="module")
def convnet(tmp_path_factory) -> Path:
    return _train("digits-convnet", tmp_path_factory.mktemp("runs") / "convnet", epochs=4.0)


@pytest.fixture(scope="module")
def facts(tmp_path_factory) -> Path:
    sizes = {"people": 4, "unseen_people": 2, "width": 8, "n_heads": 1, "steps": 2, "batch_size": 4}
    return _train("facts-gpt", tmp_path_factory.mktemp("runs") / "facts", **sizes)


def test_explain_writes_a_page_with_every_method_and_both_checks(convnet):
    text = explain(convnet).read_text()
    for word in ("saliency", "integrated", "grad-cam", "occlusion", "passes both"):
        assert word in text
    assert "http://" not in text.replace("http://www.w3.org", "")


def test_explain_takes_pictures_of_another_size_and_mode(convnet, tmp_path):
    picture = tmp_path / "three.png"
    Image.new("RGBA", (100, 60), (250, 250, 250, 255)).save(picture)
    page = explain(convnet, [str(picture)], tmp_path / "page.html")
    assert "three.png" in page.read_text()


def test_explain_refuses_what_is_no_picture(convnet, tmp_path):
    (tmp_path / "words.png").write_text("no picture")
    with pytest.raises(UserError, match="no image that can be read"):
        explain(convnet, [str(tmp_path / "words.png")])


def test_runs_of_the_wrong_kind_are_one_sentence(facts, convnet):
    with pytest.raises(UserError, match="only image networks and language models"):
        explain(facts)
    with pytest.raises(UserError, match="does not classify images"):
        robustness({"facts": facts})
    with pytest.raises(UserError, match="known of adult-mlp"):
        audit(convnet)
    with pytest.raises(UserError, match="not a run of a language model"):
        word_pairs(str(convnet))


def test_damage_and_attack_lower_accuracy(convnet):
    subject = subject_of(convnet, 120)
    noisy, hit = corrupted(subject, "noise"), attacked(subject, "FGSM", (0.0, 0.3))
    assert noisy[0].value == hit[0].value > 0.8
    assert noisy[-1].value < noisy[0].value
    assert hit[1].value < hit[0].value - 0.2
    assert noisy[0].low < noisy[0].value < noisy[0].high


def test_robustness_makes_a_table_and_a_page(convnet, tmp_path):
    found = robustness({"one": convnet}, n_images=20)
    assert len(found.tables[0][2][0]) == len(found.tables[0][1])
    assert found.write(tmp_path / "r.html", "gradatim robustness").read_text().count("<svg") == 7


def _bill(name: str, accuracy: float, joules: float) -> Bill:
    return Bill(name, accuracy, joules, 1.0, "estimated (10 W per busy core)")


def test_the_frontier_leaves_out_what_costs_more_and_gives_less():
    bills = [_bill("a", 0.9, 10), _bill("b", 0.85, 20), _bill("c", 0.95, 110)]
    assert [b.name for b in frontier(bills)] == ["a", "c"]
    [(first, second, joules)] = further_percent(bills)
    assert (first, second) == ("a", "c")
    assert joules == pytest.approx(20.0)


def test_grams_of_a_kilowatt_hour_are_the_grids():
    assert grams(3.6e6, "france") == pytest.approx(56)
    with pytest.raises(UserError, match="did you mean 'france'"):
        grams(1.0, "frence")


def test_energy_reads_runs_and_says_how_it_is_known(convnet, tmp_path):
    found = energy({"net": convnet})
    assert found.tables[0][2][0][-1] in ("measured", "estimated")
    unfinished = tmp_path / "unfinished"
    unfinished.mkdir()
    text = (convnet / "config.json").read_text()
    (unfinished / "config.json").write_text(text)
    with pytest.raises(UserError, match="is not finished"):
        energy({"x": unfinished})
    with pytest.raises(UserError, match="at least one run"):
        energy({})


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


def test_masked_score_hides_one_word_at_a_time():
    seen = []

    def model(tokens: torch.Tensor) -> torch.Tensor:
        seen.append(tokens.clone())
        return torch.zeros(*tokens.shape, 10)

    score = masked_score(model, [8, 3, 4, 9], 0, slice(1, -1))
    assert seen[0].tolist() == [[8, 0, 4, 9], [8, 3, 0, 9]]
    assert score == pytest.approx(2 * math.log(1 / 10), abs=1e-5)


def test_a_model_that_cannot_be_had_is_one_sentence(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(UserError, match="neither a run folder nor a model"):
        word_pairs("nobody/no-such-model")


@pytest.fixture(scope="module")
def adult(tmp_path_factory) -> Path:
    import os

    data = Path(os.environ.get("GRADATIM_DATA") or Path(__file__).parents[3] / "shared" / "data")
    if not data.is_dir():
        pytest.skip("no real data here: set GRADATIM_DATA to a folder with the published files")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADATIM_DATA", str(data.resolve()))
        return _train("adult-mlp", tmp_path_factory.mktemp("runs") / "adult", steps=60)


@pytest.mark.usefixtures("adult")
def test_sex_can_be_told_from_the_other_columns(data_folder, monkeypatch):
    monkeypatch.setenv("GRADATIM_DATA", str(data_folder))
    table = load_adult("test").subset(np.arange(3000))
    together, alone = proxies(table, "sex", n=3)
    assert together > 0.85
    assert "relationship" in [name for name, _ in alone]
    assert all(value <= together + 0.02 for _, value in alone)


def test_an_audit_measures_every_group_and_says_where_it_fails(
    adult, data_folder, monkeypatch, tmp_path
):
    monkeypatch.setenv("GRADATIM_DATA", str(data_folder))
    found = audit(adult, "race")
    _, header, rows = found.tables[0]
    assert len(rows) == 5
    assert len(rows[0]) == len(header)
    assert "Few people" not in found.lead
    page = found.write(tmp_path / "p.html", "gradatim bias").read_text()
    assert "Where this fails" in page
    with pytest.raises(UserError, match="cannot be grouped by 'wealth'"):
        audit(adult, "wealth")


def test_thresholds_of_each_group_select_alike(adult, data_folder, monkeypatch):
    monkeypatch.setenv("GRADATIM_DATA", str(data_folder))
    verdict = judge(adult)
    group = verdict.test.groups("sex")
    answer = with_group_thresholds(verdict, group)
    rates = [answer[group == g].mean() for g in ("Female", "Male")]
    plain = [verdict.answer[group == g].mean() for g in ("Female", "Male")]
    assert abs(rates[0] - rates[1]) < 0.01 < abs(plain[0] - plain[1])


def test_critique_refuses_unknown_parts_and_no_seeds(tmp_path):
    with pytest.raises(UserError, match="did you mean 'energy'"):
        critique(["enrgy"], tmp_path)
    with pytest.raises(UserError, match="0 seeds"):
        critique(["energy"], tmp_path, n_seeds=0)
    assert set(PARTS) == {"explain", "bias", "energy", "hallucination", "robustness"}


def test_critique_goes_on_where_it_was(tmp_path, monkeypatch):
    from gradatim.experiments import chapter_9 as module
    from gradatim.experiments.sweep import Cell

    quick = {"people": 4, "unseen_people": 4, "width": 8, "n_heads": 1, "steps": 4, "batch_size": 4}
    cells = tuple(
        Cell(label, "facts-gpt", quick | {"refusals": n})
        for label, n in (("facts only", 0), ("some refusals", 2))
    )
    monkeypatch.setattr(module, "FACTS", cells)
    page = critique(["hallucination"], tmp_path, n_seeds=2)
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("summary.json")}
    assert len(before) == 4
    assert "hallucinate" in page.read_text()
    assert json.loads(next(iter(before)).read_text())["finished"]
    critique(["hallucination"], tmp_path, n_seeds=2)
    assert before == {p: p.stat().st_mtime_ns for p in tmp_path.rglob("summary.json")}


def test_charts_draw_intervals_and_names():
    from gradatim.insight.html import charts

    curve = {"one & two": ([1, 2], [Interval(0.5, 0.4, 0.6), Interval(0.7, 0.6, 0.8)])}
    svg = charts.lines(curve, x="k", y="accuracy (%)", log_x=True)
    assert svg.startswith("<svg")
    assert "PolyCollection" in svg or "FillBetween" in svg or svg.count("<path") > 4
    for picture in (
        charts.dots({"a": Interval(0.5, 0.4, 0.6)}, x="x", line=0.5),
        charts.scatter({"a": (10.0, 0.9), "b": (100.0, 0.95)}, x="joules", y="accuracy (%)"),
        charts.point_clouds({"p": (np.random.rand(9, 2), np.arange(9) % 3)}, ["a", "b", "c"]),
        charts.heat_table(np.eye(2), ["r", "s"], ["c", "d"]),
    ):
        assert "<svg" in picture
