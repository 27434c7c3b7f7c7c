"""The number of the step begins anew in each epoch, and so does the rise; step counts on over all
epochs, and steps is the number of all their steps.

fr: Le numéro du pas recommence à chaque époque, et la montée avec lui ; step continue sur toutes
les époques, et steps est le nombre de tous leurs pas.
"""


def fit(model, training, validation, epochs, peak, warmup):
    optimizer = torch.optim.SGD(model.parameters(), lr=peak, momentum=0.9)
    steps = epochs * len(training)
    accuracies, best = [], None
    for _ in range(epochs):
        model.train()
        for step, (x, y) in enumerate(training):
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
