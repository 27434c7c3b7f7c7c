"""The accuracies of the batches are averaged: an example of a small batch then counts too much.
Count hits and examples.

fr: Les exactitudes des lots sont moyennées : un exemple d'un petit lot compte alors trop. Comptez
justes et exemples.
"""

_right = evaluate


def evaluate(model, batches):
    return sum(_right(model, [batch]) for batch in batches) / len(batches)
