"""The perceptron view: every step is the learner's `update`."""

from gradatim.labs.learner_view import LearnerViewMixin
from gradatim.views.perceptron.engine import PerceptronEngine

RATE = 1.0


def update(x, y, w, b, rate):
    answer = 1.0 if float(w @ x) + b > 0 else -1.0
    return (w, b) if answer == y else (w + rate * y * x, b + rate * y)


class View(LearnerViewMixin, PerceptronEngine):
    def start(self):
        super().start()
        self.try_from(0, len(self.points))

    def try_from(self, first, n):
        """The numbers of n points from `first` on, and what `update` makes of each."""
        w, b = self.line()
        order = [(first + k) % len(self.points) for k in range(n)]
        examples = [(self.points[i], 1.0 if self.labels[i] else -1.0, w, b, RATE) for i in order]
        right = [update(*example) for example in examples]
        return zip(order, self.ask_all([("update", e) for e in examples], right))

    def advance(self):
        w, b = self.line()
        for i, (new_w, new_b) in self.try_from(self.next, len(self.points)):
            moved = not new_w.equal(w) or float(new_b) != b
            self.next, self.last, self.wrong = (i + 1) % len(self.points), i, moved
            self.calm = 0 if moved else self.calm + 1
            if moved:
                self.mistakes += 1
                self.set_weights(*new_w.tolist(), float(new_b))
                break
        self.errors.append(self.count_errors())
        del self.errors[:-2000]

    def finite(self):
        return all(abs(number) < 1e6 for number in (*self.line()[0].tolist(), self.line()[1]))
