"""What is shown of texts that were told wrongly."""

import torch

from gradatim.data.language.labeled_texts import LabeledTexts
from gradatim.reports.own_texts import mistakes


def test_the_most_confident_mistake_comes_first():
    texts = LabeledTexts(("no", "yes"), {"test": [("right", 0), ("sure", 0), ("unsure", 1)]})
    probabilities = torch.tensor([[0.9, 0.1], [0.05, 0.95], [0.6, 0.4]])
    [section] = mistakes(texts, probabilities, torch.tensor([0, 0, 1]))
    page = str(section.body)
    assert page.index("sure") < page.index("unsure")
    assert "yes (95 %)" in page
    assert mistakes(texts, probabilities[:1], torch.tensor([0])) == []
