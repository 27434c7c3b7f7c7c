"""The optimizer has no momentum; 0.9 is asked for.

fr: L'optimiseur n'a pas d'inertie ; il faut momentum=0.9.
"""


def fit(model, training, validation, epochs, peak, warmup):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    steps, step, accuracies, kept = epochs * len(training), 0, [], None
    for _ in range(epochs):
        model.train()
        for x, y in training:
            optimizer.param_groups[0]["lr"] = rate_at(step, steps, warmup, peak)
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
        found = accuracy(model, validation)
        if not accuracies or found > max(accuracies):
            kept = copy.deepcopy(model.state_dict())
        accuracies.append(found)
    model.load_state_dict(kept)
    return accuracies
