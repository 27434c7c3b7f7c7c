"""Images with captions: every class has several, and a step draws one of them for each image.

Shapes: N images, B images of a batch, K classes, A captions of a class, L words of a caption.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from gradatim.data import load
from gradatim.data.multimodal.captions import pair_captions, single_captions
from gradatim.data.multimodal.pairs import load_pairs
from gradatim.data.multimodal.words import NOTHING, Vocabulary, most_words
from gradatim.data.sampler import ShuffledIndices, torch_generator, whole_batch
from gradatim.data.vision.image_set import ImageSet, split_off

N_PAIRS = {"train": 60_000, "test": 2_000}  # canvases that are drawn


@dataclass(frozen=True)
class Captions:
    """The captions of each class, as numbers.

    Attributes:
        texts: of each class, all captions.
        vocabulary: their words.
        length: L, words of the longest.
    """

    texts: list[list[str]]
    vocabulary: Vocabulary
    length: int

    @classmethod
    def of(cls, texts: list[list[str]]) -> "Captions":
        """Collect the words of all captions."""
        flat = [text for several in texts for text in several]
        return cls(texts, Vocabulary.of(flat), most_words(flat))

    def table(self) -> tuple[Tensor, Tensor]:
        """All captions as numbers (K, A, L), and how many each class has (K,)."""
        counts = torch.tensor([len(several) for several in self.texts])
        rows = torch.full((len(self.texts), int(counts.max()), self.length), NOTHING)
        for row, several in zip(rows, self.texts, strict=True):
            row[: len(several)] = self.vocabulary.encode(several, self.length)
        return rows, counts

    def draw(self, labels: Tensor, generator: torch.Generator) -> tuple[list[str], Tensor]:
        """Draw a caption for each class of `labels` (N,): the texts, and their numbers (N, L)."""
        draws = torch.rand(len(labels), generator=generator).tolist()
        texts = [
            self.texts[label][int(u * len(self.texts[label]))]
            for label, u in zip(labels.tolist(), draws, strict=True)
        ]
        return texts, self.vocabulary.encode(texts, self.length)


def captions_of(data: str, pairs: bool) -> Captions:
    """The captions of a data set, of single things or of pairs."""
    return Captions.of(pair_captions(data) if pairs else single_captions(data))


def load_captioned(data: str, pairs: bool) -> tuple[ImageSet, ImageSet, ImageSet]:
    """Training, validation and test images of single things or of pairs."""
    if pairs:
        train = load_pairs(data, "train", N_PAIRS["train"], seed=0)
        test = load_pairs(data, "test", N_PAIRS["test"], seed=1)
    else:
        train, test = load(data, "train"), load(data, "test")
    train, validation = split_off(train, 0.05, seed=0)
    return train, validation, test


class CaptionedBatches:
    """Endless batches of images with captions.

    Args:
        images: uint8 (N, C, H, W).
        labels: int64 (N,).
        captions: of each class.
        batch_size: B; all images where there are fewer.
        drop: fraction of the captions that are left out, so that a model also learns images
            without words, which guidance needs.
        seed: of all draws.
        device: where the images are to live.
    """

    def __init__(
        self,
        images: ImageSet,
        captions: Captions,
        *,
        batch_size: int,
        drop: float,
        seed: int,
        device: torch.device,
    ) -> None:
        self.batch_size = whole_batch(batch_size, len(images))
        self.drop, self.seed, self.device = drop, seed, device
        self.order = ShuffledIndices(len(images), self.batch_size, seed)
        self.steps_per_epoch = self.order.steps_per_epoch
        self.images, self.labels = images.images.to(device), images.labels
        self.table, self.counts = captions.table()

    def __iter__(self) -> "CaptionedBatches":
        return self

    def __next__(self) -> tuple[Tensor, Tensor]:
        """Images, float (B, C, H, W) from 0 to 1, and captions, int64 (B, L)."""
        index = next(self.order)
        generator = torch_generator(self.seed, self.order.epoch, self.order.position, 7)
        labels = self.labels[index]
        which = (torch.rand(len(index), generator=generator) * self.counts[labels]).long()
        captions = self.table[labels, which]  # (B, L)
        captions[torch.rand(len(index), generator=generator) < self.drop] = NOTHING
        images = self.images[index.to(self.device)].float() / 255
        return images, captions.to(self.device)

    def state_dict(self) -> dict[str, Any]:
        return self.order.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.order.load_state_dict(state)
