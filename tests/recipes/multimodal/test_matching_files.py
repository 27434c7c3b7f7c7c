"""Words ranked for images of one's own by a run of a small CLIP, and other runs refused."""

import pytest
from PIL import Image

from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.multimodal.caption_files import open_captioner
from gradatim.recipes.multimodal.matching_files import match_files, open_matcher
from gradatim.recipes.options import change
from gradatim.recipes.runs import start
from tests.recipes.all_recipes.test_options_trace import FAMILIES


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("matching")
    for i in range(20):
        color = ("red", "blue")[i % 2]
        Image.new("RGB", (32, 32), color).save(folder / f"{i}.png")
        (folder / f"{i}.txt").write_text(color)
    options = FAMILIES["emoji-clip"] | {"data": str(folder), "steps": 1, "batch_size": 4}
    recipe = change("emoji-clip", get("emoji-clip"), options | {"vocabulary": 40})
    start("emoji-clip", recipe, folder / "run", show=False)
    return folder / "run"


def test_every_file_ranks_the_words_and_their_probabilities_add_up(run):
    files = [run.parent / "0.png", run.parent / "1.png"]
    for ranked in match_files(run, files, ["red", "blue", "bleu"]):
        assert {text for text, _ in ranked} == {"red", "blue", "bleu"}
        values = [value for _, value in ranked]
        assert values == sorted(values, reverse=True)
        assert sum(values) == pytest.approx(1, abs=1e-5)
    [ranked] = match_files(run, files[:1])
    assert {text for text, _ in ranked} == set(open_matcher(run).names_in(None))
    with pytest.raises(UserError, match="a text to match is empty"):
        match_files(run, files, ["red", " "])
    for words, said in (
        (["red", "red"], "'red' is the only text"),
        (["red", "\N{UNICORN FACE}"], "cannot read '\N{UNICORN FACE}'"),
        (["red", "red " * 30], "30 word pieces, and this model reads at most"),
    ):
        with pytest.raises(UserError, match=said):
            match_files(run, files, words)


def test_a_run_that_compares_is_no_captioner(run):
    with pytest.raises(UserError, match="is a run of emoji-clip, which does not caption"):
        open_captioner(run)
