"""The cosine reaches 0 at the last step; f reaches 1 only at step = steps, one step after it.

fr: Le cosinus atteint 0 au dernier pas ; f n'atteint 1 qu'à step = steps, un pas plus tard.
"""


def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return peak * (step + 1) / warmup
    return peak * (1 + math.cos(math.pi * (step - warmup) / max(steps - warmup - 1, 1))) / 2
