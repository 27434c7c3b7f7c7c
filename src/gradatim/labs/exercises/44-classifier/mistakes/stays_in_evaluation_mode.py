"""After the first validation the model stays in evaluation mode: model.train() belongs into each
epoch.

fr: Après la première validation, le modèle reste en mode évaluation : model.train() va dans chaque
époque.
"""


def fit(model, training, validation, epochs, peak, warmup):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    steps, step, accuracies, kept = epochs * len(training), 0, [], None
    model.train()
    for _ in range(epochs):
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
