"""The model keeps the weights of the last epoch; those of the best are asked for. state_dict() is no
copy: training goes on changing its tensors, so keep copy.deepcopy(model.state_dict()).

fr: Le modèle garde les poids de la dernière époque ; il faut ceux de la meilleure. state_dict()
n'est pas une copie : l'entraînement continue d'en changer les tenseurs, gardez donc
copy.deepcopy(model.state_dict()).
"""


def fit(model, training, validation, epochs, peak, warmup):
    return _fit(model, training, validation, epochs, peak, warmup)


def _fit(model, training, validation, epochs, peak, warmup):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    steps, step, accuracies = epochs * len(training), 0, []
    for _ in range(epochs):
        model.train()
        for x, y in training:
            optimizer.param_groups[0]["lr"] = rate_at(step, steps, warmup, peak)
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
        accuracies.append(accuracy(model, validation))
    return accuracies
