"""The card of a model: figures with their interval, limits of its kind, the command again."""

from gradatim.data.info import ImageInfo, OwnTableInfo, TextInfo
from gradatim.recipes import get
from gradatim.recipes.export.graph import Graph
from gradatim.recipes.export.model_card import model_card, stated_figure, stated_limits
from gradatim.recipes.options import change
from gradatim.recipes.runs import open_run, start
from gradatim.stats import fraction

SUMMARY = {"test_examples": 40}


def test_an_accuracy_has_its_interval_and_a_loss_has_none():
    interval = fraction(30, 40)
    shown = stated_figure("accuracy", 0.75, 40)
    assert shown.startswith("75.00 % of 40, 95 % interval")
    assert f"{100 * interval.low:.1f} to {100 * interval.high:.1f} %" in shown
    assert "interval" not in stated_figure("loss", 0.75, 40)


def test_limits_are_those_of_the_kind_of_model():
    def limits(info, summary=SUMMARY, gives=()):
        graph = Graph(None, {}, {}, dict.fromkeys(gives, "")) if gives else None  # type: ignore[arg-type]
        return " ".join(stated_limits(info, summary, graph))

    image = ImageInfo(data="x", classes=("cat", "dog"), shape=(1, 8, 8))
    assert "40 test examples: the interval above is wide" in limits(image)
    assert "test examples: the interval" not in limits(image, {"test_examples": 4000})
    assert "Its classes: cat, dog." in limits(image)
    assert "whatever it is shown" in limits(image, gives=["probabilities"])
    assert "refused in part only" in limits(image, gives=["probabilities", "known"])
    assert "true or not" in limits(TextInfo(text="x", vocabulary_size=9))
    assert "not what causes what" in limits(
        OwnTableInfo(data="t", target="y", classes=(), centre={}, scale={}, values={}, logarithm=())
    )


def test_the_card_has_every_heading_and_the_command_that_makes_it_again(tmp_path):
    recipe = change("digits-mlp", get("digits-mlp"), {"steps": 1, "seed": 7})
    start("digits-mlp", recipe, tmp_path / "run", show=False)
    recipe, _, info, run = open_run(tmp_path / "run")
    text = model_card(run, recipe, info, None, run.folder / "model.safetensors", "0, on nothing")
    for heading in ("What it takes and gives", "Data", "Figures", "Limits", "Cost", "Again"):
        assert f"\n## {heading}\n" in text
    assert "gradatim train digits-mlp" in text
    assert "--seed 7" in text
