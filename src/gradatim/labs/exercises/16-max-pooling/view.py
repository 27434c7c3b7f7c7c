"""The convolution view: the map is pooled by the learner's `max_pool`."""

from gradatim.labs.own import Own
from gradatim.views.controls import Choice, Number
from gradatim.views.convolution import ConvolutionEngine


class View(Own, ConvolutionEngine):
    controls = {
        **ConvolutionEngine.controls,
        "pooling": Choice("max", ("max",), hidden=True),
        "pool_size": Number(2, 2, 2, integer=True, hidden=True),
    }

    def pool(self, maps):
        return self.ask("max_pool", (maps,), super().pool(maps))
