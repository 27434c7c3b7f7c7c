"""The canonical Moving MNIST: two digits that bounce off the walls; made at run time, seeded.

Two digits begin anywhere, each goes its own way at a constant speed and is reflected by the walls;
where they overlap the brighter pixel is seen. On 64 x 64 pixels digits are 28 wide, on 32 x 32 half
as wide and half as fast.

Source: Srivastava, Mansimov, Salakhutdinov 2015, "Unsupervised learning of video representations
using LSTMs", section 3.

Shapes: N clips, B clips of a batch, T frames, S height and width of a frame, D = 2 digits.
"""

import math
from typing import Any

import torch
from torch import Tensor

from gradatim.data.sampler import ShuffledIndices, torch_generator
from gradatim.data.vision.image_set import ImageSet

N_DIGITS = 2  # D
SPEEDS = (2.0, 5.0)  # pixels per frame on 64 x 64 pixels, slowest and fastest
CANONICAL = 64  # S of the published clips


def reflect(places: Tensor, room: int) -> Tensor:
    """Fold places on a line into 0 to room, as if there were a mirror at both ends."""
    if room == 0:
        return torch.zeros_like(places)
    folded = places.remainder(2 * room)
    return torch.minimum(folded, 2 * room - folded)


def bounce(digits: Tensor, starts: Tensor, steps: Tensor, n_frames: int, side: int) -> Tensor:
    """Make clips of digits that bounce.

    Args:
        digits: (B, D, H, W), at most S high and wide.
        starts: row and column of each digit on the first frame, float (B, D, 2).
        steps: what is added per frame before walls are met, float (B, D, 2).
        n_frames: T.
        side: S.

    Returns:
        (B, T, S, S), of the type of the digits.
    """
    B, D, H, W = digits.shape
    time = torch.arange(n_frames)[:, None]
    places = starts[:, :, None] + time * steps[:, :, None]  # (B, D, T, 2)
    canvas = digits.new_zeros(B, D, side, side)
    canvas[:, :, :H, :W] = digits
    rows, columns = (
        (torch.arange(side) - reflect(places[..., axis], room).round().long()[..., None]) % side
        for axis, room in ((0, side - H), (1, side - W))
    )  # (B, D, T, S) both
    batch = torch.arange(B)[:, None, None, None, None]
    digit = torch.arange(D)[:, None, None, None]
    moved = canvas[batch, digit, rows[..., :, None], columns[..., None, :]]  # (B, D, T, S, S)
    return moved.amax(1)


def draw_clips(
    digits: ImageSet, first: Tensor, n_frames: int, side: int, generator: torch.Generator
) -> Tensor:
    """Draw a clip for each of the digits `first` (B,), and a second one; uint8 (B, T, S, S)."""
    B = len(first)
    second = torch.randint(len(digits), (B,), generator=generator)
    pair = digits.images[torch.stack((first, second), 1), 0]  # (B, D, H, W)
    room = torch.tensor([side - pair.shape[2], side - pair.shape[3]])
    starts = torch.rand(B, N_DIGITS, 2, generator=generator) * room
    turns = 2 * math.pi * torch.rand(B, N_DIGITS, generator=generator)
    slow, fast = (speed * side / CANONICAL for speed in SPEEDS)
    speeds = slow + (fast - slow) * torch.rand(B, N_DIGITS, generator=generator)
    steps = speeds[..., None] * torch.stack((turns.sin(), turns.cos()), -1)  # (B, D, 2)
    return bounce(pair, starts, steps, n_frames, side)


class BouncingBatches:
    """Endless batches of new clips.

    Args:
        digits: images (N, 1, H, W).
        n_frames: T.
        side: S.
        batch_size: B.
        seed: of all draws.
        device: where the batches are needed.
    """

    def __init__(
        self,
        digits: ImageSet,
        n_frames: int,
        side: int,
        *,
        batch_size: int,
        seed: int,
        device: torch.device,
    ) -> None:
        self.digits, self.n_frames, self.side = digits, n_frames, side
        self.batch_size, self.seed, self.device = batch_size, seed, device
        self.order = ShuffledIndices(len(digits), batch_size, seed)
        self.steps_per_epoch = self.order.steps_per_epoch

    def __iter__(self) -> "BouncingBatches":
        return self

    def __next__(self) -> Tensor:
        """Clips, uint8 (B, T, S, S)."""
        index = next(self.order)
        generator = torch_generator(self.seed, self.order.epoch, self.order.position, 13)
        return draw_clips(self.digits, index, self.n_frames, self.side, generator).to(self.device)

    def state_dict(self) -> dict[str, Any]:
        return self.order.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.order.load_state_dict(state)
