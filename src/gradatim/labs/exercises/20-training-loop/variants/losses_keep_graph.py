def train(net, data, opt, rounds):
    net.train()
    history = []
    for epoch in range(rounds):
        total = 0
        for inputs, answers in data:
            opt.zero_grad()
            value = F.cross_entropy(net(inputs), answers)
            value.backward()
            opt.step()
            total += value
        history.append(total / len(data))
    return history
