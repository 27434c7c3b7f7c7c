"""The losses are weighted by the batch size but divided by the number of batches.

fr: Les pertes sont pondérées par la taille du lot mais divisées par le nombre de lots.
"""

_right = train


def train(model, batches, optimizer, epochs):
    return [mean * len(batches[0][0]) for mean in _right(model, batches, optimizer, epochs)]
