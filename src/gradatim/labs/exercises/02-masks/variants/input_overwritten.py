def without_negatives(values):
    return values.clamp_(min=0)
