"""Moving MNIST: a digit crosses the image in one of eight directions; made at run time, seeded.

A digit that leaves on one side comes back on the other, and begins anywhere: where it is on one
frame says nothing of where it goes. Only a network that compares frames can know the direction.

The idea of digits that move is of Srivastava, Mansimov, Salakhutdinov 2015, "Unsupervised learning
of video representations using LSTMs", section 3; theirs bounce off the walls.

Shapes: N clips, B clips of a batch, T frames, S height and width of a frame.
"""

from typing import Any

import torch
from torch import Tensor

from gradatim.data.sampler import ShuffledIndices, torch_generator
from gradatim.data.vision.image_set import ImageSet

IMAGE_SIZE = 32  # S
SPEED = 2  # pixels per frame, in each axis that it moves along
DIRECTIONS = (  # rows and columns per frame, in units of the speed
    *((-1, 0), (-1, 1), (0, 1), (1, 1)),
    *((1, 0), (1, -1), (0, -1), (-1, -1)),
)
NAMES = ("up", "up right", "right", "down right", "down", "down left", "left", "up left")


def move(digits: Tensor, directions: Tensor, starts: Tensor, n_frames: int) -> Tensor:
    """Make clips of moving digits.

    Args:
        digits: (B, H, W), at most S high and wide.
        directions: numbers of `DIRECTIONS`, int64 (B,).
        starts: row and column of the first frame, int64 (B, 2).
        n_frames: T.

    Returns:
        (B, T, S, S), of the type of the digits.
    """
    B, height, width = digits.shape
    canvas = digits.new_zeros(B, IMAGE_SIZE, IMAGE_SIZE)
    canvas[:, :height, :width] = digits
    time = torch.arange(n_frames)
    steps = SPEED * torch.tensor(DIRECTIONS)[directions]  # (B, 2)
    places = starts[:, None] + time[:, None] * steps[:, None]  # (B, T, 2)
    # Pixel y of a frame is pixel y - place of the digit, around the edges.
    rows, columns = (
        (torch.arange(IMAGE_SIZE) - places[:, :, axis, None]) % IMAGE_SIZE  # (B, T, S)
        for axis in (0, 1)
    )
    batch = torch.arange(B)[:, None, None, None]
    return canvas[batch, rows[..., :, None], columns[..., None, :]]


def clips_of(digits: ImageSet, n_frames: int, *, seed: int) -> tuple[Tensor, Tensor, Tensor]:
    """Make one clip of every digit, all directions equally often.

    Returns:
        Clips, uint8 (N, T, S, S); digits (N,) and directions (N,), int64.
    """
    generator = torch_generator(seed, len(digits), 3)
    starts = torch.randint(IMAGE_SIZE, (len(digits), 2), generator=generator)
    directions = torch.randperm(len(digits), generator=generator) % len(DIRECTIONS)
    clips = move(digits.images[:, 0], directions, starts, n_frames)
    return clips, digits.labels, directions


class ClipBatches:
    """Endless batches of new clips: every epoch each digit moves in another way.

    Args:
        digits: images (N, 1, H, W).
        n_frames: T.
        batch_size: B.
        seed: of all draws.
        device: where the batches are needed.
    """

    def __init__(
        self, digits: ImageSet, n_frames: int, *, batch_size: int, seed: int, device: torch.device
    ) -> None:
        self.digits, self.n_frames, self.seed, self.device = digits, n_frames, seed, device
        self.batch_size = batch_size
        self.order = ShuffledIndices(len(digits), batch_size, seed)
        self.steps_per_epoch = self.order.steps_per_epoch

    def __iter__(self) -> "ClipBatches":
        return self

    def __next__(self) -> tuple[Tensor, Tensor, Tensor]:
        """Clips, uint8 (B, T, S, S); digits (B,) and directions (B,)."""
        index = next(self.order)
        generator = torch_generator(self.seed, self.order.epoch, self.order.position, 2)
        directions = torch.randint(len(DIRECTIONS), (len(index),), generator=generator)
        starts = torch.randint(IMAGE_SIZE, (len(index), 2), generator=generator)
        clips = move(self.digits.images[index, 0], directions, starts, self.n_frames)
        batch = (clips, self.digits.labels[index], directions)
        return tuple(part.to(self.device) for part in batch)  # type: ignore[return-value]

    def state_dict(self) -> dict[str, Any]:
        return self.order.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.order.load_state_dict(state)
