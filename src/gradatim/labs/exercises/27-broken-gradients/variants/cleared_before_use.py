def train(net, x, y, rate, steps):
    history = []
    for _ in range(steps):
        value = ((net(x) - y) ** 2).mean()
        value.backward()
        net.zero_grad()
        for p in net.parameters():
            if p.grad is not None:
                p.data -= rate * p.grad
        history.append(float(value))
    return history
