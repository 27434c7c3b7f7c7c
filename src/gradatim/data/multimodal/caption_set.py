"""Images that each have captions of their own: emoji with their names, or a folder of yours.

Shapes: S drawing styles, N images, C channels, H and W height and width.
"""

import hashlib
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from gradatim.data.sampler import torch_generator
from gradatim.errors import UserError


@dataclass(frozen=True)
class CaptionSet:
    """Images with captions.

    Attributes:
        name: of the whole.
        images: uint8 (S, N, C, H, W).
        styles: name of each style.
        names: of each language, the name of each image.
        captions: of each image, all that may be said of it.
    """

    name: str
    images: Tensor
    styles: tuple[str, ...]
    names: dict[str, tuple[str, ...]]
    captions: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return self.images.shape[1]

    def subset(self, rows: Tensor) -> "CaptionSet":
        """Take the images of these rows, int64 (M,), in all styles."""
        chosen = rows.tolist()
        return replace(
            self,
            images=self.images[:, rows],
            names={key: tuple(several[i] for i in chosen) for key, several in self.names.items()},
            captions=tuple(self.captions[i] for i in chosen),
        )

    def in_style(self, style: str) -> "CaptionSet":
        """Keep the images of one style."""
        index = self.styles.index(style)
        return replace(self, images=self.images[index : index + 1], styles=(style,))

    def fingerprint(self) -> dict[str, int | str]:
        """How many images, and the SHA-256 of images and captions."""
        sha = hashlib.sha256(self.images.contiguous().numpy().data)
        sha.update("\n".join(text for several in self.captions for text in several).encode())
        return {"size": len(self), "sha256": sha.hexdigest()}


def divide(whole: CaptionSet) -> tuple[CaptionSet, CaptionSet, CaptionSet]:
    """Split by names: 72 % to train, 8 % to choose by, 20 % that no training ever sees.

    The parts are the same for every seed of a run.

    Raises:
        UserError: too few images for three parts.
    """
    n = len(whole)
    if n < 10:
        raise UserError(
            f"{whole.name} has {n} image{'s' * (n != 1)} with captions: give at least 10."
        )
    order = torch.randperm(n, generator=torch_generator(0, n))
    n_test, n_validation = n // 5, max(1, round(0.08 * n))
    test, validation, train = order.split([n_test, n_validation, n - n_test - n_validation])
    return whole.subset(train), whole.subset(validation), whole.subset(test)
