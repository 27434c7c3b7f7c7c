"""The linear model of counted words is that of scikit-learn, on its own features."""

import torch

from gradatim.models.language.text_classifier import WordCounts
from gradatim.recipes.language.counted_words import count_words


def test_words_that_come_with_a_class_speak_for_it():
    rows = [(torch.tensor([3, 10 + k, 4]), k % 3) for k in range(3)] * 10
    counted = WordCounts(500, 3)
    count_words(counted, rows, 3)
    scores = counted(torch.stack([tokens for tokens, _ in rows[:3]]))
    assert scores.argmax(1).tolist() == [0, 1, 2]
    assert counted.rarity[10] > counted.rarity[3]  # in a third of the texts, and in all


def test_two_classes_have_opposite_scores():
    rows = [(torch.tensor([7, 1]), 0), (torch.tensor([8, 1]), 1)] * 5
    counted = WordCounts(500, 2)
    count_words(counted, rows, 2)
    scores = counted(torch.tensor([[7, 1], [8, 1]]))
    assert scores.argmax(1).tolist() == [0, 1]
    torch.testing.assert_close(scores.sum(1), torch.zeros(2), atol=1e-5, rtol=0)
