"""math.cos takes radians: half a turn is pi, not 180.

fr: math.cos prend des radians : un demi-tour vaut pi, pas 180.
"""


def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + math.cos(180 * (step - warmup) / (steps - warmup))) / 2
