"""Figures of the scaling law: loss against computation, and against the amount of text."""

from collections.abc import Sequence

import numpy as np

from gradatim.experiments.scaling.law import Law, Measurement
from gradatim.insight.html.svg import FAINT, SERIES, WIDTH, new_figure, styled, to_svg

COMPUTE = 6  # operations per parameter and token (Kaplan et al. 2020, section 2.1)


def law_figure(
    measured: Sequence[Measurement], law: Law, expected: Measurement, truth: Measurement
) -> str:
    """Loss against operations: dots are runs, curves the law, the ring what it predicted."""
    with styled():
        figure, [[axes]] = new_figure(WIDTH, 3.8)
        for color, size in zip(SERIES, sorted({m.parameters for m in measured}), strict=False):
            runs = [m for m in measured if m.parameters == size]
            tokens = np.geomspace(min(m.tokens for m in runs), max(m.tokens for m in runs), 60)
            curve = [law.predict(size, n) for n in tokens]
            axes.plot(COMPUTE * size * tokens, curve, color=color, lw=1.2)
            x = [COMPUTE * size * m.tokens for m in runs]
            axes.plot(x, [m.loss for m in runs], "o", color=color, ms=5, label=f"{size:,}")
        x = [COMPUTE * expected.parameters * expected.tokens]
        axes.plot(x, [expected.loss], "o", mfc="none", mec=FAINT, mew=1.6, ms=11, label="predicted")
        axes.plot(x, [truth.loss], "x", color=SERIES[5], mew=2, ms=7, label=f"{truth.parameters:,}")
        axes.set_xscale("log")
        axes.set_xlabel("operations of the training, 6 N D")
        axes.set_ylabel("bits per byte")
        axes.legend(
            title="parameters",
            loc="center left",
            bbox_to_anchor=(1.01, 0.5),  # beside the panel: it covers no dot
            frameon=False,
            fontsize=8.5,
        )
        return to_svg(figure, "Bits per byte against operations, with the fitted law")


def diet_figure(fractions: Sequence[float], diet: Sequence[Measurement]) -> str:
    """Loss against the fraction of the text that was learned from."""
    with styled():
        figure, [[axes]] = new_figure(WIDTH * 0.8, 3.0)
        axes.plot([100 * f for f in fractions], [m.loss for m in diet], "o-", color=SERIES[0], ms=5)
        axes.set_xscale("log")
        axes.set_xticks([100 * f for f in fractions], [f"{100 * f:g} %" for f in fractions])
        axes.minorticks_off()
        axes.set_xlabel("fraction of the text")
        axes.set_ylabel("bits per byte")
        return to_svg(figure, "Bits per byte against the fraction of the text")
