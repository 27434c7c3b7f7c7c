"""The sum of the losses is divided by one size for all batches; divide by the size of this batch.

fr: La somme des pertes est divisée par une même taille pour tous les lots ; divisez par la taille
de ce lot.
"""


def fit(model, training, validation, epochs, peak, warmup):
    optimizer = torch.optim.SGD(model.parameters(), lr=peak, momentum=0.9)
    steps, step = epochs * len(training), 0
    accuracies, best = [], None
    for _ in range(epochs):
        model.train()
        for x, y in training:
            optimizer.param_groups[0]["lr"] = rate_at(step, steps, warmup, peak)
            loss = F.cross_entropy(model(x), y, reduction="sum") / len(training[0][0])
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
