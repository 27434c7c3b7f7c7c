"""Learning-rate schedules: what fraction of the learning rate is used at each moment of a run."""

import math

from gradatim.training.config import ScheduleConfig


def learning_rate_factor(config: ScheduleConfig, progress: float) -> float:
    """Give the fraction of the learning rate to use, from 0 to 1.

    All but `constant` rise linearly during `warmup` (Goyal et al. 2017, section 2.2). Then
    `linear` falls in a straight line to 0, `cosine` along half a cosine to 0 (Loshchilov and
    Hutter 2017, equation 5), and `one-cycle` starts from 1/25 and rises and falls along cosines
    (Smith and Topin 2018).

    Args:
        config: gives `schedule` and `warmup`.
        progress: fraction of the run that is done, from 0 to 1.
    """
    if config.schedule == "constant":
        return 1.0 if progress >= config.warmup else progress / config.warmup
    rising = progress < config.warmup
    if rising:
        # Early gradients are large and point anywhere, and Adam's variances are not yet known.
        part = progress / config.warmup
        # 25 is what PyTorch's OneCycleLR divides by as well.
        start = 1 / 25
        if config.schedule == "one-cycle":
            return start + (1 - start) * (1 - math.cos(math.pi * part)) / 2
        return part
    # Falling to 0 lets the weights settle where the noise of single batches no longer moves them.
    part = min(1.0, (progress - config.warmup) / (1 - config.warmup))
    # Half a cosine stays high for long and ends slowly; a line falls alike all the time.
    if config.schedule == "linear":
        return 1 - part
    return (1 + math.cos(math.pi * part)) / 2
