"""The losses of an epoch are added up and not divided by the number of batches.

fr: Les pertes d'une époque sont additionnées et non divisées par le nombre de lots.
"""

_right = train


def train(model, batches, optimizer, epochs):
    return [mean * len(batches) for mean in _right(model, batches, optimizer, epochs)]
