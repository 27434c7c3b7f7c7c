"""The first rate is 0: the rise uses step instead of step + 1.

fr: Le premier taux est 0 : la montée prend step au lieu de step + 1.
"""


def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * step / warmup
    return peak * (1 + math.cos(math.pi * (step - warmup) / (steps - warmup))) / 2
