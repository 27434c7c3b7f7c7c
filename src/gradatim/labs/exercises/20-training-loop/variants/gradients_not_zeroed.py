def train(net, data, opt, rounds):
    net.train()
    history = []
    for epoch in range(rounds):
        values = []
        for inputs, answers in data:
            value = nn.CrossEntropyLoss()(net(inputs), answers)
            value.backward()
            opt.step()
            values.append(float(value))
        history.append(sum(values) / len(values))
    return history
