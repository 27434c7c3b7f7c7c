def threshold(scores, ill, recall):
    ordered = sorted(scores[ill].tolist(), reverse=True)
    k = math.floor(recall * len(ordered))
    return ordered[k - 1 if k else 0]
