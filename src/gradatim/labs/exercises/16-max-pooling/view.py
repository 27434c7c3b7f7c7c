"""The convolution view: the map is pooled by the learner's `max_pool`."""

from gradatim.labs.learner_view import LearnerViewMixin
from gradatim.views.convolution.engine import ConvolutionEngine
from gradatim.views.core.controls import Choice, Number


class View(LearnerViewMixin, ConvolutionEngine):
    controls = {
        **ConvolutionEngine.controls,
        "pooling": Choice("max", ("max",), hidden=True),
        "pool_size": Number(2, 2, 2, integer=True, hidden=True),
    }

    def pool(self, maps):
        return self.ask("max_pool", (maps,), super().pool(maps))
