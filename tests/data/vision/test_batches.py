"""Batches of images: complete, normalized, seeded, continued exactly."""

import copy
from itertools import islice

import pytest
import torch
from torch import Tensor

from gradatim.data.vision.augment import Augmentation
from gradatim.data.vision.batches import ImageBatches, TensorBatches, device_batches
from gradatim.data.vision.image_set import channel_statistics
from gradatim.errors import UserError

EVERYTHING = Augmentation(
    flip=True, shift=1, rotation=10, color_jitter=0.2, lighting=0.1, cutout=2, mixup=0.4
)


def batches(
    augmentation: Augmentation | None = None, *, channels: int = 3, seed: int = 0, n: int = 50
) -> ImageBatches:
    """Batches of 8 of images whose first pixel is their number."""
    images = torch.randint(0, 256, (n, channels, 6, 7), dtype=torch.uint8)
    images[:, 0, 0, 0] = torch.arange(n)
    mean, std = channel_statistics(images)
    return ImageBatches(
        images,
        torch.arange(n) % 5,
        batch_size=8,
        mean=mean,
        std=std,
        augmentation=augmentation or Augmentation(),
        seed=seed,
    )


def equal(one: tuple[Tensor, ...], other: tuple[Tensor, ...]) -> bool:
    return all(torch.equal(a, b) for a, b in zip(one, other, strict=True))


def normalized(stream: ImageBatches) -> Tensor:
    mean, std = stream.mean.view(-1, 1, 1), stream.std.view(-1, 1, 1)
    return (stream.images.float() / 255 - mean) / std


@pytest.mark.parametrize("channels", [1, 3])
def test_batches_are_the_normalized_images_with_their_labels(channels: int) -> None:
    stream = batches(channels=channels)
    expected = normalized(stream)
    for images, labels in islice(stream, 13):
        numbers = (images[:, 0, 0, 0] * stream.std[0] + stream.mean[0]).mul(255).round().long()
        torch.testing.assert_close(images, expected[numbers])
        assert torch.equal(labels, numbers % 5)
        assert images.is_contiguous(memory_format=torch.channels_last)


def test_every_epoch_shows_each_image_at_most_once_in_a_new_order() -> None:
    stream = batches()
    assert stream.steps_per_epoch == 6  # 50 images: two are left out

    def epoch() -> list[int]:
        parts = [images[:, 0, 0, 0] for images, _ in islice(stream, 6)]
        return (torch.cat(parts) * stream.std[0] + stream.mean[0]).mul(255).round().int().tolist()

    first, second = epoch(), epoch()
    assert len(set(first)) == len(set(second)) == 48
    assert first != second


def test_flip_alone_gives_the_image_or_its_mirror_image() -> None:
    stream = batches(Augmentation(flip=True))
    originals = normalized(stream)
    n_flipped = 0
    for images, _ in islice(stream, 60):
        for image in images:
            same = (originals - image).abs().amax((1, 2, 3)) < 1e-4
            flipped = (originals.flip(3) - image).abs().amax((1, 2, 3)) < 1e-4
            assert int(same.sum()) + int(flipped.sum()) == 1
            n_flipped += int(flipped.sum())
    assert 190 < n_flipped < 290  # of 480


def test_alternating_flip_shows_both_sides_in_two_epochs() -> None:
    stream = batches(Augmentation(flip=True, alternating_flip=True), n=48)
    originals = normalized(stream)
    sides: list[dict[int, bool]] = [{}, {}, {}]
    for side in sides:
        for images, _ in islice(stream, 6):
            for image in images:
                for flipped in (False, True):
                    views = originals.flip(3) if flipped else originals
                    hit = ((views - image).abs().amax((1, 2, 3)) < 1e-4).nonzero()
                    if len(hit):
                        side[int(hit[0])] = flipped
    assert all(sides[0][k] != sides[1][k] for k in range(48))
    assert sides[0] == sides[2]
    assert 10 < sum(sides[0].values()) < 38


@pytest.mark.parametrize("augmentation", [Augmentation(), EVERYTHING])
@pytest.mark.parametrize("place", [0, 3, 6, 13])
def test_continued_batches_equal_those_of_a_run_without_a_stop(
    augmentation: Augmentation, place: int, tmp_path: pytest.TempPathFactory
) -> None:
    stream = batches(augmentation)
    for _ in range(place):
        next(stream)
    torch.save(stream.state_dict(), tmp_path / "state.pt")  # type: ignore[operator]
    rest = list(islice(stream, 9))
    torch.manual_seed(0)  # the same data again
    other = batches(augmentation)
    next(other)
    state = torch.load(tmp_path / "state.pt", weights_only=True)  # type: ignore[operator]
    other.load_state_dict(state)
    for one, two in zip(rest, islice(other, 9), strict=True):
        assert equal(one, two)


def test_same_seed_gives_the_same_batches_and_another_seed_others() -> None:
    streams = []
    for seed in (0, 0, 1):
        torch.manual_seed(0)
        streams.append(batches(EVERYTHING, seed=seed))
    one, same, other = (next(stream) for stream in streams)
    assert equal(one, same)
    assert not equal(one, other)


def test_batches_do_not_touch_the_global_generator() -> None:
    stream = batches(EVERYTHING)
    before = torch.get_rng_state()
    next(stream)
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize("name", ["shift", "rotation", "color_jitter", "lighting", "cutout"])
@pytest.mark.parametrize("channels", [1, 3])
def test_every_change_alone_changes_images_and_keeps_labels(name: str, channels: int) -> None:
    strength = {"shift": 2, "rotation": 20, "color_jitter": 0.5, "lighting": 0.5, "cutout": 3}[name]
    torch.manual_seed(0)
    plain = next(batches(channels=channels))
    torch.manual_seed(0)
    changed = next(batches(Augmentation(**{name: strength}), channels=channels))  # type: ignore[arg-type]  # fmt: skip
    assert torch.equal(plain[1], changed[1])
    assert plain[0].shape == changed[0].shape
    assert changed[0].isfinite().all()
    assert not torch.allclose(plain[0], changed[0], atol=1e-3)


def test_mixup_gives_shares_of_all_classes_of_the_set() -> None:
    _, targets = next(batches(Augmentation(mixup=1.0)))
    assert targets.shape == (8, 5)
    torch.testing.assert_close(targets.sum(1), torch.ones(8))


def test_image_of_one_color_is_finite() -> None:
    images = torch.full((4, 3, 6, 6), 7, dtype=torch.uint8)
    mean, std = channel_statistics(images)
    stream = ImageBatches(images, torch.zeros(4).long(), batch_size=4, mean=mean, std=std)
    assert next(stream)[0].abs().max() < 1


def test_evaluation_batches_are_all_images_in_order() -> None:
    stream = batches()
    originals = stream.images.clone()
    parts = list(device_batches(originals, stream.mean, stream.std, batch_size=16))
    assert [len(part) for part in parts] == [16, 16, 16, 2]
    torch.testing.assert_close(torch.cat(parts), normalized(stream))


def test_too_large_a_batch_is_refused() -> None:
    with pytest.raises(UserError, match="smaller batch_size"):
        batches(n=7)


def test_tensor_batches_keep_rows_together_and_continue() -> None:
    inputs, targets = torch.arange(20.0).view(20, 1), torch.arange(20)
    stream = TensorBatches(inputs, targets, batch_size=6)
    assert stream.steps_per_epoch == 3
    epoch = list(islice(stream, 3))
    assert all(torch.equal(x.flatten().long(), y) for x, y in epoch)
    assert len({int(y) for _, part in epoch for y in part}) == 18
    state = copy.deepcopy(stream.state_dict())
    rest = list(islice(stream, 5))
    other = TensorBatches(inputs, targets, batch_size=6)
    other.load_state_dict(state)
    assert all(equal(a, b) for a, b in zip(rest, islice(other, 5), strict=True))
    with pytest.raises(ValueError, match="belong together"):
        TensorBatches(inputs, targets[:3], batch_size=2)
