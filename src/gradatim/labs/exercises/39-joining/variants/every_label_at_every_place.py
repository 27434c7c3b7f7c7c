def chosen(scores, labels):
    return scores[..., labels]
