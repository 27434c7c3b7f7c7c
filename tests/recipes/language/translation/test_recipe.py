"""Translation recipes: scores, order, alignments, the two data sets."""

import dataclasses
from pathlib import Path

import pytest
import torch

from gradatim.data.language.dates import load
from gradatim.data.language.multi30k import Pairs
from gradatim.data.language.tokenizers import from_text
from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.language.translation.recipe import Translation
from gradatim.recipes.language.translation.translate import translate
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from gradatim.reports.language import open_text_run

QUICK = {"batch_size": 8, "steps": 3, "pairs": "dates", "vocabulary": 0}
BAHDANAU = change(
    "dates-bahdanau", get("dates-bahdanau"), {**QUICK, "embedding_width": 8, "width": 16}
)


def test_dates_train_and_reopen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = [Pairs(d.sources, d.targets) for d in (load(s, 20) for s in ("train", "test"))]
    monkeypatch.setattr(Translation, "load", lambda _: [pairs[0], pairs[1], pairs[1]])

    recipe = dataclasses.replace(BAHDANAU, beam_size=1)
    _, summary = start("dates-bahdanau", recipe, tmp_path / "run", show=False)
    assert summary["metrics"]["exact_match"] == 0.0  # three steps teach nothing
    model, tokenizer, info = open_text_run(tmp_path / "run")
    assert len(info.examples) == 8
    assert isinstance(translate(model, tokenizer, ["5/14/1998"])[0], str)


def test_a_translator_can_memorize_dates() -> None:
    sizes = {"batch_size": 32, "embedding_width": 16, "width": 48}
    recipe = change("dates-bahdanau", get("dates-bahdanau"), sizes)
    torch.manual_seed(0)
    task = recipe.build(torch.device("cpu"))
    batch = next(task.batches)
    optimizer = torch.optim.AdamW(task.model.parameters(), lr=1e-2)
    for _ in range(120):
        loss, _ = task.loss(batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert loss.exp() < 1.3  # of 40 characters and more to choose from


@pytest.mark.usefixtures("data_folder")
def test_multi30k_in_the_languages_asked_for() -> None:
    short = {"vocabulary": 600, "width": 16, "hidden": 32, "n_layers": 1, "n_heads": 2}
    recipe = change(
        "multi30k-transformer", get("multi30k-transformer"), {"pairs": "en-fr", **short}
    )
    task = recipe.build(torch.device("cpu"))
    assert [sentence.split()[0] for sentence in task.info.examples[0]] == ["A", "Un"]
    assert from_text(task.files["tokenizer.json"]).get_vocab_size() == 600
    loss, _ = task.loss(next(task.batches))
    assert 5 < loss.item() < 9


def test_mistakes_are_named() -> None:
    with pytest.raises(UserError, match="dates, or two languages"):
        dataclasses.replace(BAHDANAU, pairs="date").build(torch.device("cpu"))
    with pytest.raises(UserError, match="beam_size is 0"):
        dataclasses.replace(BAHDANAU, beam_size=0)
