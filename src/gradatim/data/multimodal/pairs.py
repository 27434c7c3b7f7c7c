"""Two things on one canvas: a three left of a seven, a shirt above a shoe.

Of the hundred ordered pairs ten are never trained on. Each thing is in one of them as the first and
in one as the second: a model has seen every thing in every place, but not together.

Shapes: N images of 28 x 28 pixels, things of 14 x 14.
"""

import torch
from torch import Tensor

from gradatim.data import load
from gradatim.data.multimodal.captions import ABOVE, LEFT
from gradatim.data.sampler import torch_generator
from gradatim.data.vision.image_set import ImageSet

IMAGE_SIZE = 28  # pixels of the canvas
UNSEEN = tuple((first, (3 * first + 1) % 10) for first in range(10))
PLACES = {  # row and column of the first and of the second thing
    LEFT: ((IMAGE_SIZE // 4, 0), (IMAGE_SIZE // 4, IMAGE_SIZE // 2)),
    ABOVE: ((0, IMAGE_SIZE // 4), (IMAGE_SIZE // 2, IMAGE_SIZE // 4)),
}


def arrangement(relation: int, first: int, second: int) -> int:
    """Number an arrangement: its class among 200."""
    return 100 * relation + 10 * first + second


def parts_of(label: int) -> tuple[int, int, int]:
    """Relation, first and second thing of an arrangement."""
    return label // 100, label // 10 % 10, label % 10


UNSEEN_LABELS = tuple(arrangement(r, a, b) for r in (LEFT, ABOVE) for a, b in UNSEEN)
SEEN_LABELS = tuple(label for label in range(200) if label not in UNSEEN_LABELS)


def compose(things: ImageSet, labels: Tensor, seed: int) -> ImageSet:
    """Put two things on each canvas.

    Args:
        things: images of 14 x 14 pixels, of ten classes.
        labels: arrangements, int64 (N,).
        seed: of which image of each class is taken.
    """
    generator = torch_generator(seed, len(labels))
    rows = [(things.labels == k).nonzero().flatten() for k in range(10)]
    canvas = torch.zeros(
        len(labels), things.images.shape[1], IMAGE_SIZE, IMAGE_SIZE, dtype=torch.uint8
    )
    draws = torch.rand(len(labels), 2, generator=generator)
    for relation, places in PLACES.items():
        here = labels // 100 == relation
        for index, (top, left) in enumerate(places):
            kinds = labels // 10 % 10 if index == 0 else labels % 10
            for kind in range(10):
                chosen = (here & (kinds == kind)).nonzero().flatten()
                which = rows[kind][(draws[chosen, index] * len(rows[kind])).long()]
                size = things.images.shape[2]
                canvas[chosen, :, top : top + size, left : left + size] = things.images[which]
    names = tuple(map(str, range(200)))
    return ImageSet(things.name, things.split, canvas, labels, names)


def load_pairs(data: str, split: str, n: int, *, seed: int, unseen: bool = False) -> ImageSet:
    """Draw canvases with pairs of things, all arrangements equally often.

    Args:
        data: where the things come from.
        split: train or test.
        n: canvases.
        seed: of the draw.
        unseen: the arrangements that are never trained on, instead of the others.
    """
    known = torch.tensor(UNSEEN_LABELS if unseen else SEEN_LABELS)
    labels = known[torch.randint(len(known), (n,), generator=torch_generator(seed, n, 1))]
    return compose(load(data, split, size=IMAGE_SIZE // 2), labels, seed)


def crops(images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    """Cut out the two places where the things should be, and say what should be there.

    Args:
        images: (N, C, 28, 28).
        labels: arrangements, int64 (N,).

    Returns:
        (N, 2, C, 14, 14), and the classes (N, 2).
    """
    half = IMAGE_SIZE // 2
    both = []
    for index in (0, 1):
        cuts = [
            images[:, :, top : top + half, left : left + half]
            for top, left in (PLACES[relation][index] for relation in (LEFT, ABOVE))
        ]
        here = (labels // 100 == LEFT)[:, None, None, None]
        both.append(torch.where(here, cuts[0], cuts[1]))
    return torch.stack(both, 1), torch.stack((labels // 10 % 10, labels % 10), 1)
