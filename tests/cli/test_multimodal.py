"""draw, caption, match: from tiny runs to files, tables and notes; wrong runs in a sentence."""

import numpy as np
import pytest
from PIL import Image

from gradatim.cli import main
from gradatim.recipes import get
from gradatim.recipes.multimodal.matching_files import open_matcher
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from tests.recipes.all_recipes.test_options_trace import FAMILIES

SHORT = {"steps": 40, "evaluate_every": 100}  # before that all is decoded to black


def train(name, folder):
    recipe = change(name, get(name), FAMILIES[name] | SHORT)
    start(name, recipe, folder, show=False)
    return str(folder)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """A tiny run of each kind that needs no download."""
    folder = tmp_path_factory.mktemp("runs")
    names = ("mnist-dalle", "mnist-flow", "scene-captioner")
    return {name: train(name, folder / name) for name in names}


def fails(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert "Traceback" not in said
    return " ".join(said.split())


@pytest.mark.parametrize("name", ["mnist-dalle", "mnist-flow"])
def test_sheet_is_drawn_the_same_for_the_same_seed(name, runs, tmp_path, capsys):
    sheets = []
    for index, seed in enumerate(("3", "3", "4")):
        out = tmp_path / f"{index}.png"
        main(["draw", runs[name], "un sept", "--n", "4", "--seed", seed, "--out", str(out)])
        sheets.append(np.asarray(Image.open(out)))
    assert "note:" not in capsys.readouterr().out
    assert sheets[0].shape == (2 * 68 + 4, 2 * 68 + 4, 3)
    assert (sheets[0] == sheets[1]).all()
    assert (sheets[0] != sheets[2]).any()


def test_unknown_words_and_no_words_are_said_and_drawn_all_the_same(runs, tmp_path, capsys):
    out = tmp_path / "sheet.png"
    main(["draw", runs["mnist-dalle"], "a purple seven", "--n", "1", "--out", str(out)])
    assert "never saw purple, and draws from the other words" in capsys.readouterr().out
    drawn = out.read_bytes()
    main(["draw", runs["mnist-dalle"], "a seven", "--n", "1", "--out", str(out)])
    assert out.read_bytes() == drawn
    main(["draw", runs["mnist-flow"], "purple cow", "--n", "1", "--out", str(out)])
    assert "never saw purple, cow, and draws whatever" in capsys.readouterr().out
    main(["draw", runs["mnist-flow"], "a \N{CAT} seven", "--n", "1", "--out", str(out)])
    assert "never saw \N{CAT}, and draws from the other words" in capsys.readouterr().out
    main(["draw", runs["mnist-flow"], "\N{CAT}", "--n", "1", "--out", str(out)])
    assert "never saw \N{CAT}, and draws whatever" in capsys.readouterr().out
    many = " ".join(["cow" * 99, *(f"cow{n}" for n in range(500))])
    main(["draw", runs["mnist-flow"], many, "--n", "1", "--out", str(out)])
    said = " ".join(capsys.readouterr().out.split())
    assert "cow6 and 493 more words, and draws whatever" in said
    assert len(said) < 250
    for nothing in ("", "?!"):
        main(["draw", runs["mnist-flow"], nothing, "--n", "1", "--out", str(out)])
        assert "has no words" in capsys.readouterr().out


def test_what_cannot_be_drawn_is_one_sentence(runs, tmp_path, capsys):
    run = runs["mnist-dalle"]
    assert "does not draw" in fails(capsys, "draw", runs["scene-captioner"], "a seven")
    assert "use `gradatim match emoji-clip IMAGE`" in fails(capsys, "draw", "emoji-clip", "seven")
    assert "1 to 400" in fails(capsys, "draw", run, "a seven", "--n", "0")
    assert "seed is -1" in fails(capsys, "draw", run, "a seven", "--seed", "-1")
    assert "guidance" in fails(capsys, "draw", run, "a seven", "--guidance", "-2")
    assert "ends in .png" in fails(capsys, "draw", run, "a seven", "--out", "seven.txt")
    assert "12 words" in fails(capsys, "draw", run, " ".join(["seven"] * 12))
    assert len(fails(capsys, "draw", run, "seven " * 500)) < 200
    assert str(tmp_path) in fails(capsys, "draw", str(tmp_path), "seven")


def test_predict_names_the_command_that_uses_a_run_of_images_and_words(runs, tmp_path, capsys):
    file = str(tmp_path / "x.png")
    for name, command in (("mnist-flow", "draw"), ("scene-captioner", "caption")):
        said = fails(capsys, "predict", runs[name], file)
        assert f"use `gradatim {command} {runs[name]}" in said


def test_caption_names_an_image_of_any_size_and_shows_the_attention(runs, tmp_path, capsys):
    for mode, size in (("L", (48, 48)), ("RGBA", (90, 61)), ("1", (20, 20))):
        file = tmp_path / f"{mode}.png"
        Image.new(mode, size).save(file)
        out = tmp_path / "attention"
        main(["caption", runs["scene-captioner"], str(file), "--out", str(out)])
        assert f"{mode}.png" in capsys.readouterr().out
        assert Image.open(out / f"{mode}-attention.png").width > 64
    again = tmp_path / "again"
    again.mkdir()
    Image.new("L", (48, 48)).save(again / "L.png")
    twice = [str(tmp_path / "L.png"), str(again / "L.png")]
    said = fails(capsys, "caption", runs["scene-captioner"], *twice, "--out", str(out))
    assert "would both write" in said
    assert "gradatim caption needs IMAGES, one or several" in fails(
        capsys, "caption", runs["scene-captioner"]
    )
    assert "does not caption" in fails(capsys, "caption", runs["mnist-dalle"], str(file))
    assert "path of an image file" in fails(
        capsys, "caption", runs["scene-captioner"], str(tmp_path / "x.png")
    )


def test_words_are_ranked_for_an_image(tmp_path, capsys, data_folder):
    run = train("emoji-clip", tmp_path / "clip")
    file = tmp_path / "heart.png"
    Image.new("RGB", (50, 40), "red").save(file)
    main(["match", run, str(file), "--words", "a red heart", "un chat"])
    said = capsys.readouterr().out
    assert "a red heart" in said
    assert "un chat" in said
    main(["match", run, str(file), "--top", "3"])
    assert capsys.readouterr().out.count("%") == 3
    main(["match", run, str(file), "--language", "fr", "--top", "100"])
    french = open_matcher(run).names_in("fr")
    said = capsys.readouterr().out
    assert sum(name in said for name in french) >= 90
    both = fails(capsys, "match", run, str(file), "--language", "fr", "--words", "a", "b")
    assert "--language is that of the names that the run knows, and --words gives others" in both
    for top in ("0", "-1", "100000"):
        assert f"top is {top}: give 1 to" in fails(capsys, "match", run, str(file), "--top", top)
    assert "empty" in fails(capsys, "match", run, str(file), "--words", " ")
