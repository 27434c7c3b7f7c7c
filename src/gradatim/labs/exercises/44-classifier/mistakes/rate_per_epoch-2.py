def fit(model, training, validation, epochs, peak, warmup):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    accuracies, kept = [], None
    for epoch in range(epochs):
        step, steps = epoch * len(training), epochs * len(training)
        optimizer.param_groups[0]["lr"] = rate_at(step, steps, warmup, peak)
        model.train()
        for x, y in training:
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        found = accuracy(model, validation)
        if not accuracies or found > max(accuracies):
            kept = copy.deepcopy(model.state_dict())
        accuracies.append(found)
    model.load_state_dict(kept)
    return accuracies
