"""The rise takes one step too many: it reaches peak at step warmup instead of step warmup - 1.

fr: La montée prend un pas de trop : elle atteint peak au pas warmup au lieu du pas warmup - 1.
"""


def rate_at(step, steps, warmup, peak):
    if step <= warmup:
        return peak * (step + 1) / (warmup + 1)
    return peak * (1 + math.cos(math.pi * (step - warmup) / (steps - warmup))) / 2
