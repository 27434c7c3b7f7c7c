def largest_rate(curvature):
    return float(torch.tensor(curvature).reciprocal())
