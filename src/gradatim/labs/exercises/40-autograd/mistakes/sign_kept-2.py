def gradient_error(f, x, step):
    numeric = [(f(x + e) - f(x - e)) / (2 * step) for e in step * torch.eye(len(x))]
    return (slope(f, x) - torch.stack(numeric)).max().item()
