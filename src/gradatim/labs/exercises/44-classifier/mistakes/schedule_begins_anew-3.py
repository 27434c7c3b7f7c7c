"""The number of the step begins anew in each epoch, so rise and fall are repeated; it counts on
over all epochs, and so does the number of all steps.

fr: Le numéro du pas recommence à chaque époque, si bien que montée et descente se répètent ; il
continue sur toutes les époques, et le nombre total de pas aussi.
"""


def fit(model, training, validation, epochs, peak, warmup):
    optimizer = torch.optim.SGD(model.parameters(), lr=peak, momentum=0.9)
    accuracies, best, n = [], None, len(training)
    for _ in range(epochs):
        model.train()
        for step, (x, y) in enumerate(training):
            optimizer.param_groups[0]["lr"] = rate_at(step, n, min(warmup, n - 1), peak)
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
