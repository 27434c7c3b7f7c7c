"""A new optimizer is made in each epoch, so the momentum starts at 0 again: make one before the
loop.

fr: Un nouvel optimiseur est créé à chaque époque, donc l'inertie repart de 0 : créez-en un avant la
boucle.
"""


def fit(model, training, validation, epochs, peak, warmup):
    steps, step = epochs * len(training), 0
    accuracies, best = [], None
    for _ in range(epochs):
        model.train()
        optimizer = torch.optim.SGD(model.parameters(), lr=peak, momentum=0.9)
        for x, y in training:
            optimizer.param_groups[0]["lr"] = rate_at(step, steps, warmup, peak)
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
        found = accuracy(model, validation)
        if best is None or found > max(accuracies):
            best = copy.deepcopy(model.state_dict())
        accuracies.append(found)
    model.load_state_dict(best)
    return accuracies
