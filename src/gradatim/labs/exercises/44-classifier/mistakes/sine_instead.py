"""A sine is used; the fall is half a cosine, from 1 to -1.

fr: Un sinus est utilisé ; la descente est un demi-cosinus, de 1 à -1.
"""


def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + math.sin(math.pi * (step - warmup) / (steps - warmup))) / 2
