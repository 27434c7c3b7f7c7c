"""Augmentation for few images: other sizes, places and proportions, other colors.

A network memorizes thirty images of a class in a minute. It cannot memorize images that are never
twice the same; what must not change is what they show. Whether colors belong to that is measured:
where they tell the classes apart, they stay.

B images of a batch, C channels, H height, W width, N images of the set, K classes.

After K. S. Müller and F. Hutter, "TrivialAugment", ICCV 2021, arXiv:2103.10158: simple changes of
random strength, without a search for the best.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

SQUEEZE = 0.2  # largest logarithm of the change in proportions
GRAY, SHUFFLED, INVERTED = 0.2, 0.5, 0.3  # fractions of the images, at full strength
N_FOLDS = 5
SIGNIFICANCE = 0.01  # chance below which colors tell the classes


def move(images: Tensor, degrees: Tensor, size: Tensor, place: Tensor, squeeze: Tensor) -> Tensor:
    """Turn, scale, shift and squeeze each image; what lies outside is reflected.

    Args:
        images: float (B, C, H, W).
        degrees: counter-clockwise, (B,).
        size: factor, (B,); below 1 the image becomes smaller.
        place: of its middle, in half sides of the frame, right and down, (B, 2).
        squeeze: logarithm of width over height, (B,).
    """
    angle, stretch = torch.deg2rad(degrees), squeeze.exp().sqrt()
    cosine, sine = angle.cos() / size, angle.sin() / size
    matrix = torch.stack(
        [cosine / stretch, -sine / stretch, sine * stretch, cosine * stretch], 1
    ).view(-1, 2, 2)
    offset = -(matrix @ place[:, :, None])  # (B, 2, 1)
    grid = F.affine_grid(torch.cat([matrix, offset], 2), list(images.shape), align_corners=False)
    return F.grid_sample(images, grid, padding_mode="reflection", align_corners=False)


def recolor(
    images: Tensor, chance: Tensor, order: Tensor, shade: Tensor, strength: float
) -> Tensor:
    """Make some images gray, give some their channels in another order, turn some to negatives.

    Args:
        images: float (B, 3, H, W) in [0, 1]; those of one channel are only turned to negatives.
        chance: numbers from 0 to 1 that choose, (B, 3).
        order: of the channels, (B, 3).
        shade: change of every channel's brightness, -1 to 1, (B, 3).
        strength: 0 nothing, 1 as many as may be.
    """
    gray, shuffled, inverted = (
        (chance[:, i] < fraction * strength).view(-1, 1, 1, 1)
        for i, fraction in enumerate((GRAY, SHUFFLED, INVERTED))
    )
    if images.shape[1] == 3:
        images = torch.where(gray, images.mean(1, keepdim=True).expand_as(images), images)
        other = images.gather(1, order.view(-1, 3, 1, 1).expand_as(images))
        images = torch.where(shuffled, other, images)
        images = images + 0.2 * strength * shade[:, :, None, None]
    return torch.where(inverted, 1 - images, images).clamp(0, 1)


def colors_tell(images: Tensor, labels: Tensor) -> bool:
    """Tell whether colors alone say what is on an image, more often than chance would.

    The mean color and its spread, of the whole and of the middle, are given to a linear classifier,
    which is measured on images that it has not seen.

    Args:
        images: uint8 (N, C, H, W).
        labels: int64 (N,).
    """
    # Seconds to import, and only small sets are asked.
    from sklearn import linear_model, model_selection, pipeline, preprocessing

    smallest = int(labels.bincount()[labels.unique()].min())
    if images.shape[1] != 3 or smallest < 2:
        return True
    some = slice(None, None, math.ceil(len(images) / 2000))
    pixels, truth = images[some].float() / 255, labels[some].numpy()
    height, width = pixels.shape[2:]
    middle = pixels[:, :, height // 4 : -(height // 4), width // 4 : -(width // 4)]
    features = torch.cat([f(p) for p in (pixels, middle) for f in (_mean, _spread)], 1).numpy()
    folds = model_selection.StratifiedKFold(min(N_FOLDS, smallest), shuffle=True, random_state=0)
    classifier = pipeline.make_pipeline(
        preprocessing.StandardScaler(), linear_model.LogisticRegression(max_iter=200)
    )
    answers = model_selection.cross_val_predict(classifier, features, truth, cv=folds)
    n_right, n = int((answers == truth).sum()), len(truth)
    usual = np.bincount(truth).max() / n
    deviation = math.sqrt(usual * (1 - usual) / n)
    return (n_right / n - usual) / deviation > -_quantile(SIGNIFICANCE)


def _mean(pixels: Tensor) -> Tensor:
    return pixels.mean((2, 3))


def _spread(pixels: Tensor) -> Tensor:
    return pixels.std((2, 3))


def _quantile(chance: float) -> float:
    return torch.special.ndtri(torch.tensor(chance)).item()
