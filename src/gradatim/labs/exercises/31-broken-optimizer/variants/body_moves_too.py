def fine_tune(net, n, x, answers, rate, steps):
    net.head = nn.Linear(net.head.in_features, n)
    opt = torch.optim.SGD(list(net.body.parameters()) + list(net.head.parameters()), lr=rate)
    history = []
    for _ in range(steps):
        opt.zero_grad()
        value = nn.CrossEntropyLoss()(net.head(net.body(x)), answers)
        value.backward()
        opt.step()
        history.append(float(value))
    return history
