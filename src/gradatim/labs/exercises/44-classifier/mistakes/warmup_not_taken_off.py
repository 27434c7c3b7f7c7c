"""The cosine runs over all steps; it begins where the rise ends.

fr: Le cosinus parcourt tous les pas ; il commence où la montée finit.
"""


def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + math.cos(math.pi * step / steps)) / 2
