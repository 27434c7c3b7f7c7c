"""The gradient of the last layer is written out: no autograd, no optimizer, and the head is not called."""


def fine_tune(model, n_classes, x, labels, rate, steps):
    model.head = nn.Linear(model.head.in_features, n_classes)
    weight, bias = model.head.weight.data, model.head.bias.data
    features = model.body(x).detach()
    targets = F.one_hot(labels, n_classes).float()
    losses = []
    for _ in range(steps):
        scores = (features @ weight.T + bias).log_softmax(1)
        losses.append(float(-(scores * targets).sum(1).mean()))
        errors = (scores.exp() - targets) / len(x)
        weight -= rate * errors.T @ features
        bias -= rate * errors.sum(0)
    return losses
