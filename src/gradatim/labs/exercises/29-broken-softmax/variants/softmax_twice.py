def train(net, x, answers, rate, steps):
    opt = torch.optim.SGD(net.parameters(), lr=rate)
    history = []
    for _ in range(steps):
        opt.zero_grad()
        p = probabilities(net, x)
        value = -F.log_softmax(p, 1)[torch.arange(len(x)), answers].mean()
        value.backward()
        opt.step()
        history.append(value.item())
    return history
