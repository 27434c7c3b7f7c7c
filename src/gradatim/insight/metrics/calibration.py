"""When a network is 90 % confident, is it right nine times out of ten? And how to correct it.

Shapes: N examples, K classes, B bins.
"""

from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.errors import UserError


class Reliability(NamedTuple):
    """Confidence against accuracy, in bins of confidence; empty bins are NaN."""

    confidence: np.ndarray  # mean confidence in each bin, (B,)
    accuracy: np.ndarray  # fraction of right answers in each bin, (B,)
    fraction: np.ndarray  # of the examples in each bin, (B,)

    @property
    def error(self) -> float:
        """Expected calibration error: the mean distance of accuracy and confidence (Guo, eq. 3)."""
        gap = np.abs(self.accuracy - self.confidence)
        # An empty bin is NaN and counts nothing: its fraction of the examples is 0.
        return float(np.nansum(gap * self.fraction))

    @property
    def curve(self) -> tuple[np.ndarray, np.ndarray]:
        """Confidence and accuracy of the bins that are not empty."""
        filled = self.fraction > 0
        return self.confidence[filled], self.accuracy[filled]


def reliability(confidence: np.ndarray, right: np.ndarray, n_bins: int = 15) -> Reliability:
    """Compare confidence with accuracy in bins of equal width.

    Args:
        confidence: probability that was given to the answer, (N,), 0 to 1.
        right: whether the answer was right, (N,).
        n_bins: B.

    Raises:
        UserError: no examples.

    C. Guo et al., "On Calibration of Modern Neural Networks", ICML 2017, arXiv:1706.04599.
    """
    if not len(confidence):
        raise UserError("there are no examples to measure calibration on.")
    # Bins are open below and closed above, as in Guo: a confidence of exactly 1 is in the last.
    bins = np.clip(np.ceil(confidence * n_bins).astype(int) - 1, 0, n_bins - 1)  # (low, high]
    # Floats, so that 0 / 0 of an empty bin is NaN and no error.
    counts = np.bincount(bins, minlength=n_bins).astype(float)
    with np.errstate(invalid="ignore"):
        return Reliability(
            np.bincount(bins, confidence, n_bins) / counts,
            np.bincount(bins, right.astype(float), n_bins) / counts,
            counts / len(confidence),
        )


def calibration_error(logits: Tensor, labels: Tensor, n_bins: int = 15) -> float:
    """Expected calibration error of a classifier; logits (N, K), labels (N,)."""
    best = logits.softmax(1).max(1)
    right = best.indices == labels
    return reliability(best.values.cpu().numpy(), right.cpu().numpy(), n_bins).error


def brier_score(logits: Tensor, labels: Tensor) -> float:
    """Mean squared distance of the probabilities from the truth, 0 to 2 (Brier 1950)."""
    target = F.one_hot(labels, logits.shape[1])
    return ((logits.softmax(1) - target) ** 2).sum(1).mean().item()


def fit_temperature(logits: Tensor, labels: Tensor) -> float:
    """Find the number by which to divide logits so that confidence fits, on held-out data.

    The answers stay the same, only how sure they are changes (Guo et al. 2017, section 4.2).

    Args:
        logits: of held-out examples, (N, K).
        labels: (N,).

    Returns:
        The temperature with the lowest cross-entropy; above 1 the network was overconfident.
    """
    logits = logits.detach().double()
    # Of the logarithm, so that no step makes the temperature negative; it begins at 1.
    # In double precision: a line search compares losses that differ in the last digits.
    log_temperature = torch.zeros((), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([log_temperature], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = F.cross_entropy(logits / log_temperature.exp(), labels)
        loss.backward()
        return loss

    with torch.enable_grad():
        optimizer.step(closure)
    # Where every answer is right the best temperature is 0, where none is, infinite.
    return float(log_temperature.detach().exp().clamp(0.01, 100.0))
