def fine_tune(model, n_classes, x, labels, rate, steps):
    for parameter in model.parameters():
        parameter.requires_grad = False
    model.head = nn.Linear(model.head.weight.shape[1], n_classes)
    optimizer = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=rate)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
