"""The mean losses of the batches are divided by the number of examples; divide by the number of
batches.

fr: Les pertes moyennes des lots sont divisées par le nombre d'exemples ; divisez par le nombre de
lots.
"""

_right = train


def train(model, batches, optimizer, epochs):
    return [mean / len(batches[0][0]) for mean in _right(model, batches, optimizer, epochs)]
