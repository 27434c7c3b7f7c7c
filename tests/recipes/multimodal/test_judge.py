"""The judge of drawn images is the same each time."""

import torch

from gradatim.recipes.multimodal.judge import train_judge


def test_judge_is_the_same_each_time():
    judges = []
    for _ in range(2):
        train_judge.cache_clear()
        judges.append(train_judge("digits", None, 20))
    images = torch.rand(20, 1, 8, 8)
    assert torch.equal(*(judge.features(images) for judge in judges))
