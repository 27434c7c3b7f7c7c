"""The hits are divided by the number of batches; divide by the number of examples.

fr: Les réponses justes sont divisées par le nombre de lots ; divisez par le nombre
d'exemples.
"""

_right = evaluate


def evaluate(model, batches):
    return _right(model, batches) * sum(len(y) for _, y in batches) / len(batches)
