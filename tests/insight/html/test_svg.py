"""Drawing: colors of signed numbers, images as they are, inline SVG that can share a page."""

import re
import warnings
import xml.etree.ElementTree as ET

import numpy as np
import torch

from gradatim.insight.html import figures
from gradatim.insight.html import svg as drawing
from gradatim.insight.html.tiles import tiles


def test_zero_has_the_color_of_paper_and_signs_their_own():
    below, zero, above = drawing.diverging_colors(np.array([-1.0, 0.0, 1.0]))
    assert below[2] > below[0] + 0.2
    assert above[0] > above[2] + 0.2
    assert np.ptp(zero) < 0.06
    assert zero.min() > 0.9


def test_same_size_above_and_below_zero_is_equally_dark():
    values = np.linspace(0.2, 1, 5)
    brightness = [drawing.diverging_colors(s * values, 1.0).mean(-1) for s in (-1, 1)]
    assert np.abs(brightness[0] - brightness[1]).max() < 0.12


def test_image_is_shown_as_it_is():
    gray = torch.tensor([[[0, 255]]], dtype=torch.uint8)
    assert drawing.rgb_array(gray).tolist() == [[[0, 0, 0], [1, 1, 1]]]


def test_figures_on_one_page_have_no_id_in_common(runs):
    first = figures.learning_curves(runs)
    second = figures.confusion_matrix(torch.eye(3).long(), ["a", "b", "c"])
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (first, second)]
    assert not ids[0] & ids[1]
    for svg, known in zip((first, second), ids, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= known


def test_title_for_those_who_cannot_see_is_escaped():
    svg = tiles(np.zeros((1, 2, 2, 3)), ['<b> & "q"'], what="Pictures")
    label = ET.fromstring(svg).get("aria-label")
    assert label is not None
    assert '<b> & "q"' in label


def test_letters_that_the_font_of_figures_lacks_are_written_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with drawing.styled():
            figure, axes = drawing.new_figure(3, 2)
            axes[0, 0].set_xlabel("猫 чай")
            assert "猫 чай" in drawing.to_svg(figure, "t")
