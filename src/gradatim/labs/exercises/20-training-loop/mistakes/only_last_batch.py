"""Only the last batch counts.

fr: Seul le dernier lot compte.
"""

_right = evaluate


def evaluate(model, batches):
    return [_right(model, [batch]) for batch in batches][-1]
