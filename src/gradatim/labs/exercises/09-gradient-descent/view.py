"""Two runs of gradient descent, both walked by the learner's `descend` or `momentum_descend`."""

import torch

from gradatim.labs.grading.values import compare
from gradatim.labs.learner_view import LearnerViewMixin
from gradatim.labs.sandbox.wire import SurfaceGradient
from gradatim.views.core.controls import Choice, Number
from gradatim.views.gradient_descent.engine import GradientDescentEngine
from gradatim.views.gradient_descent.surfaces import SURFACES

STEPS, BETA = 60, 0.9
FAR = 1e4  # where a run has left for good
COMPARED_POINTS = (
    16  # points that are compared: later ones may differ by rounding alone, where it is chaotic
)


def momentum_descend(gradient, w, rate, beta, steps):
    path, v = [w], torch.zeros_like(w)
    for _ in range(steps):
        v = beta * v + gradient(w)
        w = w - rate * v
        path.append(w)
    return torch.stack(path)


class View(LearnerViewMixin, GradientDescentEngine):
    controls = {
        **GradientDescentEngine.controls,
        "surface": Choice("ravine", tuple(SURFACES)),
        "method": Choice("gradient", ("gradient", "momentum")),
        "noise": Number(0.0, 0.0, 0.0, hidden=True),
        "seed": Number(0, 0, 0, integer=True, hidden=True),
    }
    live = ()
    accepts = ""

    def start(self):
        super().start()
        v = self.values
        gradient = SurfaceGradient(v["surface"])
        w = torch.tensor([v["start_a"], v["start_b"]], dtype=torch.float64)
        beta = BETA if v["method"] == "momentum" else 0.0
        calls, right = [], []
        for rate in (v["small"], v["large"]):
            plain = ("descend", (gradient, w, rate, STEPS))
            calls.append(("momentum_descend", (gradient, w, rate, beta, STEPS)) if beta else plain)
            right.append(momentum_descend(gradient, w, rate, beta, STEPS))
        self.paths = self.ask_all(calls, right)  # (STEPS + 1, 2) each
        for path, trail in zip(self.paths, self.trails):
            trail[:] = [self.measure(path[0])]

    def differ(self, theirs, right):
        if isinstance(theirs, torch.Tensor) and theirs.shape == right.shape:
            return compare(theirs[:COMPARED_POINTS], right[:COMPARED_POINTS], self.tolerance)
        return super().differ(theirs, right)

    def measure(self, place):
        return [*place.tolist(), float(self.surface(place.float()))]

    def advance(self):
        for path, trail in zip(self.paths, self.trails):
            if max(abs(trail[-1][0]), abs(trail[-1][1])) <= FAR:
                trail.append(self.measure(path[self.steps + 1]))

    def finite(self):
        return any(max(abs(t[-1][0]), abs(t[-1][1])) <= FAR for t in self.trails)

    def finished(self):
        return self.steps >= STEPS

    def state(self):
        return [list(trail) for trail in self.trails]

    def restore(self, state):
        self.trails = [list(trail) for trail in state]
