def accumulate(model, batches):
    n, value = sum(x.shape[0] for x, _ in batches), 0
    for x, y in batches:
        for p in model.parameters():
            p.grad = None
        loss = ((model(x) - y) ** 2).sum() / n
        loss.backward()
        value = value + loss.detach()
    return float(value)
