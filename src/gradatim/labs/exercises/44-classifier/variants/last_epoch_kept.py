def fit(model, training, validation, epochs, peak, warmup):
    optimizer = torch.optim.SGD(model.parameters(), lr=peak, momentum=0.9)
    history, best, weights = [], -1.0, None
    total = epochs * len(training)
    for epoch in range(epochs):
        model.train()
        for i, (x, y) in enumerate(training):
            for group in optimizer.param_groups:
                group["lr"] = rate_at(epoch * len(training) + i, total, warmup, peak)
            optimizer.zero_grad()
            F.cross_entropy(model(x), y).backward()
            optimizer.step()
        history.append(accuracy(model, validation))
        if history[-1] > best:
            best, weights = history[-1], model.state_dict()
    model.load_state_dict(weights)
    return history
