"""The total is not set back to 0 at the start of each epoch: each mean counts the earlier epochs.

fr: Le total n'est pas remis à 0 au début de chaque époque : chaque moyenne compte les
précédentes.
"""

_right_2 = train


def train(model, batches, optimizer, epochs):
    means = _right_2(model, batches, optimizer, epochs)
    return [sum(means[: i + 1]) for i in range(len(means))]
