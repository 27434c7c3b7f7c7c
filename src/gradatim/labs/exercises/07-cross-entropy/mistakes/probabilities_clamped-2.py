def binary_cross_entropy(z, y):
    s = torch.sigmoid(z).clamp(1e-12, 1 - 1e-12)
    return -(y * s.log() + (1 - y) * (1 - s).clamp(min=1e-12).log()).mean()
