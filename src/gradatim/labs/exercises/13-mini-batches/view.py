"""The view of batches: the order of each epoch and its batches come from the learner."""

import torch

from gradatim.labs.learner_view import DRAWABLE, LearnerViewMixin
from gradatim.views.batches.engine import BatchesEngine, digits


class View(LearnerViewMixin, BatchesEngine):
    def start(self):
        self.orders = {}  # epoch -> its order, and whether it is right
        super().start()

    def order(self):
        if self.values["order"] == "sorted":
            return super().order()
        if self.epoch not in self.orders:
            labels, ours = digits()[2], super().order()
            examples = torch.arange(self.n), labels, self.values["seed"] + self.epoch
            order, _ = self.ask("shuffled", examples, (ours, labels[ours]))
            self.orders[self.epoch] = order.clamp(0, self.n - 1), self.own
        return self.orders[self.epoch][0]

    def take(self, order, size):
        rest = order[self.place : self.place + 2 * size]  # two batches tell where the first ends
        labels = digits()[2][rest]
        ours = list(zip(rest.split(size), labels.split(size)))
        batch = self.ask("batches", (rest, labels, size), ours)[0][0]
        shuffled = self.orders.get(self.epoch)
        if shuffled and shuffled[1]["status"] != "right" and self.values["order"] != "sorted":
            self.own = shuffled[1]
        return batch.clamp(0, self.n - 1)

    def differ(self, theirs, right):
        found = super().differ(theirs, right)
        if found is None or found.kind not in DRAWABLE or not isinstance(right, tuple):
            return found
        order, labels = theirs  # any order will do that moves both alike
        alike = order.sort().values.equal(torch.arange(self.n))
        return None if alike and labels.equal(digits()[2][order]) else found
