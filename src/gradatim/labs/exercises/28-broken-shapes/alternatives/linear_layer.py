def fit(x, y, rate, steps):
    layer = torch.nn.Linear(x.shape[1], 1)
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    optimizer = torch.optim.SGD(layer.parameters(), lr=rate)
    for _ in range(steps):
        optimizer.zero_grad()
        ((layer(x).flatten() - y) ** 2).mean().backward()
        optimizer.step()
    return layer.weight.T.detach(), layer.bias.detach()
