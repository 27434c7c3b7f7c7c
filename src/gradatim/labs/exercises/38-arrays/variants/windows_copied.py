def windows(x, size):
    rows = [x[i : i + size].tolist() for i in range(len(x) - size + 1)]
    return torch.tensor(rows)
