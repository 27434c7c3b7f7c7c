def accuracy(logits, labels):
    at_label = logits.gather(1, labels[:, None])  # (B, 1)
    return (at_label == logits.amax(dim=1, keepdim=True)).float().mean()
