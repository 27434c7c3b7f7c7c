"""The page of a served model takes what the model takes."""

import pytest

import gradatim
from gradatim.web.model.page import model_page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_takes_what_the_model_takes(digits, houses, language):
    page = model_page(language, gradatim.load(digits), 5_000_000)
    assert f'<html lang="{language}">' in page
    assert 'type="file"' in page
    assert "http://" not in page
    assert "textarea" in model_page(language, gradatim.load(houses), 5_000_000)
