"""The learning rate of a step is that of another one: set it before the step, with the number of
steps done so far.

fr: Le taux d'apprentissage d'un pas est celui d'un autre : réglez-le avant le pas, avec le nombre
de pas déjà faits.
"""


def fit(model, training, validation, epochs, peak, warmup):
    optimizer = torch.optim.SGD(model.parameters(), lr=peak, momentum=0.9)
    steps, step = epochs * len(training), 0
    accuracies, best = [], None
    for _ in range(epochs):
        model.train()
        for x, y in training:
            step += 1
            optimizer.param_groups[0]["lr"] = rate_at(step, steps, warmup, peak)
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        found = accuracy(model, validation)
        if best is None or found > max(accuracies):
            best = copy.deepcopy(model.state_dict())
        accuracies.append(found)
    model.load_state_dict(best)
    return accuracies
