"""Batch and time are joined, (B*T,); the scores should keep the shape of labels, (B, T).

fr: Batch et temps sont réunis, (B*T,) ; les scores doivent garder la forme de labels, (B, T).
"""


def chosen(scores, labels):
    flat = scores.flatten(0, 1)
    return flat[torch.arange(len(flat)), labels.flatten()]
