"""The page that explains a network: every method, both checks, images and sentences."""

import pytest
from PIL import Image, ImageDraw

from gradatim.errors import UserError
from gradatim.experiments.saliency_report import write_explanation


def test_the_page_has_every_method_and_both_checks(convnet):
    text = write_explanation(convnet).read_text("utf-8")
    rows = text[text.index("passes both") :]
    for method in ("saliency", "integrated-gradients", "grad-cam", "occlusion"):
        assert f"<td>{method}</td>" in rows
    assert text.count("<image") == 5 * 5 + 10  # five images with four maps each; ten classes
    assert "http://" not in text.replace("http://www.w3.org", "")


def test_images_of_another_size_and_mode_are_taken(convnet, tmp_path):
    image = tmp_path / "three.png"
    paper = Image.new("RGBA", (100, 60), (250, 250, 250, 255))
    ImageDraw.Draw(paper).line([(45, 10), (55, 50)], fill=(10, 10, 10, 255), width=5)
    paper.save(image)
    page = write_explanation(convnet, [str(image)], tmp_path / "page.html")
    assert "three.png" in page.read_text("utf-8")


def test_a_sentence_shows_what_each_block_predicts(train, tmp_path):
    run = train("docs-gpt", steps=1, width=16, n_layers=2, n_heads=1, context=32)
    text = write_explanation(run, ["The list is sorted."]).read_text("utf-8")
    for row in ("embedding", "block 1", "block 2"):
        assert row in text
    with pytest.raises(UserError, match="give at least one sentence"):
        write_explanation(run)
    with pytest.raises(UserError, match="the model reads 1 to 32"):
        write_explanation(run, ["list " * 40])
    (tmp_path / "words.png").write_text("no image")
    with pytest.raises(UserError, match=r"words\.png is a file, and this model reads text"):
        write_explanation(run, [str(tmp_path / "words.png")])


def test_what_is_no_image_and_other_runs_are_refused(convnet, facts, tmp_path):
    (tmp_path / "words.png").write_text("no image")
    with pytest.raises(UserError, match="not an image that can be read"):
        write_explanation(convnet, [str(tmp_path / "words.png")])
    with pytest.raises(UserError, match="only image networks and language models"):
        write_explanation(facts)
