def epoch_loss(values, counts):
    total = 0
    for v in values:
        total += v
    return total / len(counts)
