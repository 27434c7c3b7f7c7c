def threshold(scores, ill, recall):
    good = [s for s in scores.tolist() if ill[scores >= s].float().mean() >= recall]
    return max(good, default=None)
