def gradients(w, b, x, y):
    gw, gb = torch.zeros_like(w), torch.zeros(())
    for row, t in zip(x, y):
        p = torch.sigmoid(row @ w + b)
        slope = (p - t) * p * (1 - p) / len(x)
        gw, gb = gw + slope * row, gb + slope
    return gw, gb
