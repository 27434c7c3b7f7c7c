"""Only the parameters of the best epoch are kept; the running averages of batch norm stay those of
the last one: state_dict holds both.

fr: Seuls les paramètres de la meilleure époque sont gardés ; les moyennes glissantes de la batch
norm restent celles de la dernière : state_dict contient les deux.
"""


def fit(model, training, validation, epochs, peak, warmup):
    optimizer = torch.optim.SGD(model.parameters(), lr=peak, momentum=0.9)
    steps, step = epochs * len(training), 0
    accuracies, best = [], None
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
        if best is None or found > max(accuracies):
            best = {name: p.detach().clone() for name, p in model.named_parameters()}
        accuracies.append(found)
    model.load_state_dict(best, strict=False)
    return accuracies
