def fine_tune(model, n_classes, x, labels, rate, steps):
    head = model.head = nn.Linear(model.head.in_features, n_classes)
    nn.init.zeros_(head.weight)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(head(model.body(x).detach()), labels)
        gradients = torch.autograd.grad(loss, [head.weight, head.bias])
        with torch.no_grad():
            head.weight -= rate * gradients[0]
            head.bias -= rate * gradients[1]
        losses.append(float(loss))
    return losses
