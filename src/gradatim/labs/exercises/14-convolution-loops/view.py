"""The convolution view: the learner's `correlate` computes the map, or their `convolution` where
the window takes larger steps or the image has a margin.
"""

import torch

from gradatim.labs.learner_view import LearnerViewMixin
from gradatim.views.convolution.engine import KERNELS, ConvolutionEngine
from gradatim.views.core.controls import Choice, Number


class View(LearnerViewMixin, ConvolutionEngine):
    controls = {
        **ConvolutionEngine.controls,
        "padding": Number(0, 0, 3, integer=True),
        "channels": Choice("gray", ("gray",), hidden=True),
        "kernel": Choice("vertical", (*KERNELS, "own")),
        "dilation": Number(1, 1, 1, integer=True, hidden=True),
    }

    def slide(self, image, kernel):
        ours, v = super().slide(image, kernel), self.values
        if v["stride"] == 1 and v["padding"] == 0:
            return self.ask("correlate", (image[0, 0], kernel[0, 0]), ours[0, 0])[None, None]
        arguments = (image, kernel, torch.zeros(1), v["stride"], v["padding"])
        return self.ask("convolution", arguments, ours)
