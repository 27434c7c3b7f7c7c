"""Images made for feature maps."""

import torch

from gradatim.insight.activations import capture
from gradatim.views import load
from gradatim.views.core.wire import MAX_FRAME, encode


def test_a_map_responds_more_to_the_image_made_for_it_than_to_any_held_out_one():
    engine = load("convnet")(maps="sought", learning_rate=0.005)
    engine.step(60)
    made = engine.snapshot()["sought_1"]
    assert made.dtype == torch.uint8
    images = (made[:, None].float() / 255 - engine.mean[:, None, None]) / engine.std[:, None, None]
    real = engine.validation.images[:100].float() / 255
    normal = (real - engine.mean[:, None, None]) / engine.std[:, None, None]
    name = engine.layers[1]
    own, others = (
        capture(engine.whole, part, names=[name])[name].mean((2, 3)) for part in (images, normal)
    )
    strongest = own.diagonal() > others[:, : len(own)].mean(0)
    assert strongest.float().mean() > 0.7
    step = engine.snapshot()["sought"]
    engine.step(10)
    assert engine.snapshot()["sought"] == step  # kept for a while
    assert sum(map(len, encode(engine.snapshot())[1])) <= MAX_FRAME
