"""That is a quarter of a cosine, cos(pi f / 2); half of one, raised by 1 and halved, is asked for.

fr: C'est un quart de cosinus, cos(pi f / 2) ; il en faut la moitié, relevée de 1 et divisée par 2.
"""


def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * math.cos(math.pi / 2 * (step - warmup) / (steps - warmup))
