"""The cosine is not halved, (1 + cos) / 2, so the fall starts at twice the peak.

fr: Le cosinus n'est pas divisé par deux, (1 + cos) / 2, donc la descente part du double de peak.
"""


def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + math.cos(math.pi * (step - warmup) / (steps - warmup)))
