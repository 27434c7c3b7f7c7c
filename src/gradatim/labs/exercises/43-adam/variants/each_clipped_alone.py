def clip(parameters, limit):
    total = 0.0
    for p in parameters:
        if p.grad is not None:
            size = torch.linalg.vector_norm(p.grad)
            total += size.item() ** 2
            p.grad *= min(1.0, limit / size.item())
    return total**0.5
