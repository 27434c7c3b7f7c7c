def positives(values):
    kept = torch.zeros_like(values)
    kept[values > 0] = values[values > 0]
    return kept
