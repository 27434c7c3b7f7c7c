"""A flow from noise to an image: patches in their places, guidance, the ends of the path."""

from dataclasses import replace

import torch

from gradatim.models.multimodal.dit import DiT, DiTConfig

CONFIG = DiTConfig(
    in_channels=2, image_size=8, patch_size=4, n_words=9, width=8, n_layers=1, n_heads=2,
    draw_steps=3,
)  # fmt: skip


def trained(**changes) -> DiT:
    """A network whose head is not 0, as it is at the beginning."""
    torch.manual_seed(0)
    model = DiT(replace(CONFIG, **changes)).eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
    return model


def test_patches_come_back_to_their_places():
    model = trained()
    images = torch.zeros(1, 2, 8, 8)
    words, time = torch.zeros(1, 3, dtype=torch.int64), torch.zeros(1)
    torch.nn.init.zeros_(model.head.weight)
    # channel 1, row 2, column 3 of every patch: the head's output is (channel, row, column)
    model.head.bias.data = torch.zeros(32)
    model.head.bias.data[16 + 2 * 4 + 3] = 1
    found = model(images, time, words).nonzero().tolist()
    assert found == [[0, 1, y, x] for y in (2, 6) for x in (3, 7)]


def test_a_straight_field_is_followed_to_its_end():
    """Where the direction is the same everywhere, noise is moved by exactly that."""
    model = trained()
    torch.nn.init.zeros_(model.head.weight)
    torch.nn.init.constant_(model.head.bias, 0.5)
    captions = torch.tensor([[1, 2, 0]])
    noise = torch.randn(1, 2, 8, 8, generator=torch.Generator().manual_seed(3))
    path = list(model.flow(captions, generator=torch.Generator().manual_seed(3)))
    assert len(path) == 3
    assert torch.allclose(path[-1], noise + 0.5, atol=1e-5)


def test_network_that_predicts_the_image_ends_at_what_it_predicts():
    model = trained(predicts="image", draw_steps=20)
    torch.nn.init.zeros_(model.head.weight)
    torch.nn.init.constant_(model.head.bias, 0.25)
    path = list(model.flow(torch.tensor([[1, 2, 0]])))
    assert torch.allclose(path[-1], torch.full((1, 2, 8, 8), 0.25), atol=1e-5)
    halfway = model(torch.full((1, 2, 8, 8), -0.5), torch.tensor([0.5]), torch.tensor([[1, 2, 0]]))
    assert torch.allclose(halfway, torch.full((1, 2, 8, 8), 1.5))


def test_caption_tells_patches_apart_where_it_speaks_to_each():
    """Of a flat image without places, only what the caption says to each patch can differ."""
    flat, time = torch.zeros(1, 2, 8, 8), torch.tensor([0.3])
    for numbers in (None, 3):
        model = trained(place_width=numbers)
        torch.nn.init.zeros_(model.position_embedding)
        first, *others = (
            model(flat, time, torch.tensor([[1, 2, 0]]))
            .unflatten(3, (2, 4)).unflatten(2, (2, 4)).permute(2, 4, 0, 1, 3, 5).flatten(0, 1)
        )  # fmt: skip
        assert all(torch.allclose(first, other, atol=1e-5) for other in others) != (
            numbers is not None
        )


def test_guidance_mixes_with_and_without_caption():
    model, captions = trained(), torch.tensor([[1, 2, 0], [3, 0, 0]])
    first = lambda **how: next(  # noqa: E731
        model.flow(captions, generator=torch.Generator().manual_seed(0), steps=1, **how)
    )
    noise = torch.randn(2, 2, 8, 8, generator=torch.Generator().manual_seed(0))
    heard, unheard = first(guidance=1.0) - noise, first(guidance=0.0) - noise
    assert torch.allclose(first(guidance=3.0) - noise, unheard + 3 * (heard - unheard), atol=1e-4)
    assert not torch.allclose(heard, unheard)


def test_new_network_has_no_direction_yet():
    model = DiT(CONFIG).eval()
    found = model(torch.randn(2, 2, 8, 8), torch.rand(2), torch.ones(2, 3, dtype=torch.int64))
    assert found.abs().max() == 0


def test_drawn_pixels_are_from_0_to_1_and_the_seed_decides():
    model, captions = trained(), torch.tensor([[1, 2, 0]])
    steps = []
    draw = lambda seed: model.draw(  # noqa: E731
        captions,
        generator=torch.Generator().manual_seed(seed),
        after_step=lambda: steps.append(1),
    )
    assert torch.equal(draw(0), draw(0))
    assert not torch.equal(draw(0), draw(1))
    assert 0 <= draw(0).min() <= draw(0).max() <= 1
    assert len(steps) == 6 * 3
