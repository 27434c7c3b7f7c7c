"""There is no rise in the first steps.

fr: Il n'y a pas de montée aux premiers pas.
"""


def rate_at(step, steps, warmup, peak):
    return peak * (1 + math.cos(math.pi * max(step - warmup, 0) / (steps - warmup))) / 2
