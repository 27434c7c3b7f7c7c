"""Our batches from data on the device against torch's DataLoader, with the same augmentation.

Both flip and shift CIFAR-10's training images and normalize them. The DataLoader is given images
that are padded already, and collates by itself; with a GPU, its batches are copied there from
pinned memory, as its manual advises. Examples per second, the runners in turn.
"""

import statistics
import time
from collections.abc import Callable, Iterator

import torch
from rich.console import Console
from rich.progress import track
from rich.table import Table
from torch import Tensor
from torch.nn.functional import pad
from torch.utils.data import DataLoader, Dataset

from benchmarks.history import Figure
from gradatim.data import load
from gradatim.data.vision.augment import Augmentation
from gradatim.data.vision.batches import ImageBatches
from gradatim.data.vision.image_set import channel_statistics

SHIFT = 4
ROUNDS = 5
SECONDS = 1.5  # of each measurement


class PaddedImages(Dataset[tuple[Tensor, int]]):
    """Augments one image at a time, as the DataLoader wants it."""

    def __init__(self, images: Tensor, labels: Tensor, mean: Tensor, std: Tensor) -> None:
        parts = [pad(part.float(), (SHIFT,) * 4, mode="reflect") for part in images.split(5000)]
        self.images = torch.cat([part.byte() for part in parts])  # (N, C, H + 8, W + 8)
        self.labels = labels.tolist()
        self.size = images.shape[-1]
        # One multiplication and one addition per image, as in our own path.
        self.scale = (1 / (255 * std)).view(-1, 1, 1)
        self.offset = (-mean / std).view(-1, 1, 1)

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        top, left, flip = torch.randint(2 * SHIFT + 1, (3,)).tolist()
        image = self.images[index, :, top : top + self.size, left : left + self.size]
        if flip % 2:
            image = image.flip(2)
        return torch.addcmul(self.offset, image.float(), self.scale), self.labels[index]


def loader(
    images: Dataset[tuple[Tensor, int]], batch_size: int, n_workers: int, device: torch.device
) -> Iterator[tuple[Tensor, Tensor]]:
    """Epochs of the DataLoader without end; its workers stay alive between them."""
    batches = DataLoader(
        images,
        batch_size=batch_size,
        shuffle=True,
        drop_last=True,
        num_workers=n_workers,
        persistent_workers=n_workers > 0,
        pin_memory=device.type == "cuda",
    )
    while True:
        for pixels, labels in batches:
            yield pixels.to(device, non_blocking=True), labels.to(device, non_blocking=True)


def speed(batches: Iterator[tuple[Tensor, Tensor]], device: torch.device) -> float:
    """Examples per second over a stretch of time; every batch is waited for."""
    wait: Callable[[], None] = torch.cuda.synchronize if device.type == "cuda" else lambda: None
    wait()
    start, n_examples = time.perf_counter(), 0
    while time.perf_counter() - start < SECONDS:
        pixels, _ = next(batches)
        n_examples += len(pixels)
        wait()
    return n_examples / (time.perf_counter() - start)


def main() -> list[Figure]:
    """Print the table: median over rounds, and how many times faster ours is."""
    figures = []
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    train = load("cifar-10", "train")
    mean, std = channel_statistics(train.images)
    padded = PaddedImages(train.images, train.labels, mean, std)
    table = Table(
        *("batch", "runner", "examples/s", "ours is faster by"),
        title=f"CIFAR-10: flip, shift by {SHIFT}, normalize; on {device.type}",
    )
    for batch_size in (128, 512):
        ours = ImageBatches(
            train.images,
            train.labels,
            batch_size=batch_size,
            mean=mean,
            std=std,
            augmentation=Augmentation(flip=True, shift=SHIFT),
            device=device,
        )
        runners: dict[str, Iterator[tuple[Tensor, Tensor]]] = {"ours": iter(ours)}
        for n_workers in (0, 2):
            name = f"DataLoader, {n_workers} workers"
            runners[name] = loader(padded, batch_size, n_workers, device)
        speeds: dict[str, list[float]] = {name: [] for name in runners}
        for _ in track(range(ROUNDS), f"batch {batch_size}", transient=True):
            for name, batches in runners.items():
                for _ in range(4):  # the workers wake up
                    next(batches)
                speeds[name].append(speed(batches, device))
        for name, values in speeds.items():
            ratio = statistics.median(a / b for a, b in zip(speeds["ours"], values, strict=True))
            row = (str(batch_size), name, f"{statistics.median(values):,.0f}")
            table.add_row(*row, "" if name == "ours" else f"{ratio:.1f} times")
            if name != "ours":
                peer = statistics.median(values)
                what = f"batches of {batch_size}, beside {name}"
                figures.append(Figure(what, peer * ratio, "examples/s", peer, less_is_better=False))
    Console().print(table)
    return figures
