def train(model, batches, optimizer, epochs):
    model.train()
    parameters = list(model.parameters())
    means = []
    for _ in range(epochs):
        total = 0
        for x, y in batches:
            loss = F.cross_entropy(model(x), y)
            for p, g in zip(parameters, torch.autograd.grad(loss, parameters)):
                p.grad = g
            optimizer.step()
            total += loss.item() / len(batches)
        means.append(total)
    return means


def evaluate(model, batches):
    before = model.training
    try:
        model.eval()
        with torch.no_grad():
            hits = [bool(s.argmax() == t) for x, y in batches for s, t in zip(model(x), y)]
    finally:
        model.train(before)
    return sum(hits) / len(hits)
