"""The attention view: one head's weights and output come from the learner's functions."""

from gradatim.labs.learner_view import LearnerViewMixin
from gradatim.views.attention.engine import TEXTS, AttentionEngine
from gradatim.views.core.controls import Choice, Flag, Number, Text


class View(LearnerViewMixin, AttentionEngine):
    controls = {
        **AttentionEngine.controls,
        "task": Choice("masked", ("masked",), hidden=True),
        "model": Choice("live", ("live",), hidden=True),
        "text": Text(TEXTS["masked"], 120),
        "scale": Flag(True, hidden=True),
        "mask": Flag(False, hidden=True),
        "temperature": Number(1.0, 1.0, 1.0, hidden=True),
    }

    def attend(self, q, k, value, scaled, visible):
        _, weights, output = super().attend(q, k, value, scaled, visible)
        q, k, value = q[None], k[None], value[None]
        calls = [("weights", (q, k)), ("attention", (q, k, value))]
        weights, output = self.ask_all(calls, [weights[None], output[None]])
        return visible, weights[0], output[0]
