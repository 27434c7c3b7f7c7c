"""Drawing emoji and one's own images from words: the judge of names, a folder from end to end."""

import pytest
import torch
from PIL import Image

from gradatim.data.multimodal.styled import style_captions, style_parts
from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.multimodal.drawing import DrawingEvaluation, draw_prompt
from gradatim.recipes.multimodal.matching_files import Matcher
from gradatim.recipes.multimodal.matching_judge import NameMeasurement
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from gradatim.reports.run_report import write_report
from tests.data.multimodal.test_styled import drawings


class Exact:
    """A judge that finds the number of a thing in its image, and in its name."""

    class config:  # noqa: N801
        class text:  # noqa: N801
            context = 2

    def __init__(self, off):
        self.off = off

    def embed_images(self, images):
        numbers = (255 * images.flatten()).round().long() % 20
        return torch.eye(20)[(numbers + self.off) % 20]

    def embed_texts(self, tokens):
        return (
            torch.eye(20) + 0.01 * torch.arange(20)[:, None]
        )  # the later, the more like all of them


@pytest.mark.parametrize(("off", "expected"), [(0, 1.0), (3, 0.0)])
def test_names_are_found_in_both_languages_and_styles(off, expected, monkeypatch):
    monkeypatch.setattr(
        "gradatim.recipes.multimodal.matching_judge.encode_texts", lambda *_: torch.zeros(20, 2)
    )
    whole = drawings(20, ("ink", "oil"))
    train, _, test = style_parts(whole)
    measurement = NameMeasurement(
        DrawingEvaluation(), style_captions(whole), whole=whole, train=train, test=test
    )
    matcher = Matcher(Exact(off), None, None, ())  # type: ignore[arg-type]
    first = train.subset((train.labels % 20 < 12).nonzero().flatten())
    assert measurement.found(matcher, first.images.float() / 255, first.labels) == expected


def test_prompts_are_names_with_the_style_by_turns_in_each_language():
    whole = drawings(20, ("ink", "oil"))
    train, _, test = style_parts(whole)
    captions = style_captions(whole)
    measurement = NameMeasurement(
        DrawingEvaluation(), captions, whole=whole, train=train, test=test
    )
    asked = measurement.prompts(torch.tensor([3, 24]))
    expected = captions.vocabulary.encode(["ink thing 3", "oil chose 4"], captions.length)
    assert torch.equal(asked, expected)


@pytest.mark.filterwarnings("ignore:batch_size")
def test_own_folder_is_learned_reported_and_drawn(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    for i in range(12):
        Image.new("RGB", (40, 30), (20 * i, 90, 255 - 20 * i)).save(folder / f"{i}.png")
        (folder / f"{i}.txt").write_text(f"paper number {i}")
    options = {
        "data": str(folder), "steps": 2, "batch_size": 4, "width": 16, "n_layers": 1,
        "draw_steps": 2, "judge_steps": 1, "eval_images": 4, "evaluate_every": 2,
    }  # fmt: skip
    recipe = change("emoji-flow", get("emoji-flow"), options)
    run, summary = start("emoji-flow", recipe, tmp_path / "run", show=False)
    assert 0 <= summary["metrics"]["real_top5_accuracy"] <= 1
    page = write_report(run.folder).read_text("utf-8")
    assert "The nearest training image" in page
    assert "could not be shown" not in page
    images, note = draw_prompt(run.folder, "a blue paper", 3, guidance=2, seed=0, show=False)
    assert images.shape == (3, 3, 32, 32)
    assert "a, blue" in note


def test_folder_that_is_not_there_is_said(tmp_path):
    recipe = change("emoji-flow", get("emoji-flow"), {"data": str(tmp_path / "none")})
    with pytest.raises(UserError, match="there is no folder"):
        recipe.build(torch.device("cpu"))
