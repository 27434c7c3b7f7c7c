def epoch_loss(losses, sizes):
    return sum(a / n for a, n in zip(losses, sizes))
