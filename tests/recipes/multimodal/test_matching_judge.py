"""A judge of drawings with names: found in both languages and styles."""

import pytest
import torch

from gradatim.data.multimodal.styled import style_captions, style_parts
from gradatim.recipes.multimodal.drawing import DrawingEvaluation
from gradatim.recipes.multimodal.matching_files import Matcher
from gradatim.recipes.multimodal.matching_judge import NameMeasurement
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
