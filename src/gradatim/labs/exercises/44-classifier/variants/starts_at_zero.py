def rate_at(step, steps, warmup, peak):
    if step < warmup:
        return step / warmup * peak
    progress = (step - warmup) / (steps - warmup)
    return 0.5 * peak * (1.0 + math.cos(progress * math.pi))
