"""The convolution view: the map is computed by the learner's `convolution` of patches."""

import torch

from gradatim.labs.learner_view import LearnerViewMixin
from gradatim.views.convolution.engine import KERNELS, ConvolutionEngine
from gradatim.views.core.controls import Choice, Number


class View(LearnerViewMixin, ConvolutionEngine):
    controls = {
        **ConvolutionEngine.controls,
        "channels": Choice("gray", ("gray",), hidden=True),
        "kernel": Choice("vertical", (*KERNELS, "own")),
        "dilation": Number(1, 1, 1, integer=True, hidden=True),
        "stride": Number(1, 1, 1, integer=True, hidden=True),
        "padding": Number(0, 0, 0, integer=True, hidden=True),
    }

    def slide(self, image, kernel):
        return self.ask(
            "convolution", (image, kernel, torch.zeros(1)), super().slide(image, kernel)
        )
