"""A captioner: what it tells is what its scores say, and its weights are of the places."""

import torch

from gradatim.models.multimodal.captioner import Captioner, CaptionerConfig


def test_told_words_are_the_likeliest_and_weights_sum_to_one():
    torch.manual_seed(1)
    config = CaptionerConfig(image_size=16, n_words=9, filters=(4, 4), width=8, embedding_width=8)
    model = Captioner(config).eval()
    torch.nn.init.normal_(model.output.weight)
    images, start = torch.rand(3, 1, 16, 16), torch.tensor([2, 3, 2])
    told = model.write_captions(images, start, end=99, length=5)
    assert told.words.shape == (3, 5)
    assert told.weights.shape == (3, 5, 4)
    assert torch.allclose(told.weights.sum(-1), torch.ones(3, 5))
    before = torch.cat((start[:, None], told.words[:, :-1]), 1)
    assert torch.equal(model(images, before).argmax(-1), told.words)


def test_caption_stops_when_all_have_ended():
    config = CaptionerConfig(image_size=16, n_words=9, filters=(4, 4), width=8, embedding_width=8)
    model = Captioner(config).eval()
    torch.nn.init.zeros_(model.output.weight)
    model.output.bias.data = torch.eye(9)[4]
    told = model.write_captions(torch.rand(2, 1, 16, 16), torch.tensor([2, 2]), end=4, length=5)
    assert told.words.tolist() == [[4], [4]]
