"""The first epoch runs in the mode that the model is given in; call model.train() before each.

fr: La première époque se fait dans le mode où le modèle est donné ; appelez model.train() avant
chacune.
"""


def fit(model, training, validation, epochs, peak, warmup):
    optimizer = torch.optim.SGD(model.parameters(), lr=peak, momentum=0.9)
    steps, step = epochs * len(training), 0
    accuracies, best = [], None
    for _ in range(epochs):
        for x, y in training:
            optimizer.param_groups[0]["lr"] = rate_at(step, steps, warmup, peak)
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
        found = accuracy(model, validation)
        model.train()
        if best is None or found > max(accuracies):
            best = copy.deepcopy(model.state_dict())
        accuracies.append(found)
    model.load_state_dict(best)
    return accuracies
