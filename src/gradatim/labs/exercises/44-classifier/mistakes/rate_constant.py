"""The rate is peak all the time; set it before each step.

fr: Le taux est toujours peak ; fixez-le avant chaque pas.
"""


def fit(model, training, validation, epochs, peak, warmup):
    return _fit(model, training, validation, epochs, lambda step: peak)


def _fit(
    model, training, validation, epochs, rate, mode=True, momentum=0.9, best=True, copied=True
):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=momentum)
    step, accuracies, kept = 0, [], None
    for _ in range(epochs):
        model.train()
        for x, y in training:
            optimizer.param_groups[0]["lr"] = rate(step)
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
