"""The attention view of a GPT: who sees whom, and the weights, come from the learner."""

import torch

from gradatim.labs.learner_view import LearnerViewMixin
from gradatim.views.attention.engine import AttentionEngine
from gradatim.views.core.controls import Choice, Flag


class View(LearnerViewMixin, AttentionEngine):
    controls = {
        **AttentionEngine.controls,
        "task": Choice("next", ("next",), hidden=True),
        "model": Choice("live", ("live",), hidden=True),
        "mask": Flag(True, hidden=True),
    }

    def attend(self, q, k, value, scaled, visible):
        visible = self.ask("causal_mask", (len(scaled),), visible)
        first = self.own
        right = super().attend(q, k, value, scaled, visible)[1].nan_to_num()
        weights = self.ask("masked_weights", (scaled[None], visible), right[None])[0]
        if first["status"] != "right":
            self.own = first
        return torch.as_tensor(visible), weights, weights @ value
