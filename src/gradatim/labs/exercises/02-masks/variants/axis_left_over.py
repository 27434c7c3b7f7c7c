def pick(table, columns):
    return torch.stack([row[c].unsqueeze(0) for row, c in zip(table, columns)])
