"""The rate changes once per epoch; it is that of each step, counted through all epochs.

fr: Le taux change une fois par époque ; c'est celui de chaque pas, compté sur toutes les époques.
"""


def fit(model, training, validation, epochs, peak, warmup):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    accuracies, kept = [], None
    for epoch in range(epochs):
        model.train()
        for x, y in training:
            optimizer.param_groups[0]["lr"] = rate_at(epoch, epochs, warmup, peak)
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
