def overfit(model, x, y, rate, steps):
    optimizer = torch.optim.SGD(model.parameters(), rate)
    model.train()

    def step():
        optimizer.zero_grad()
        loss = F.nll_loss(F.log_softmax(model(x), dim=-1), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return [step() for _ in range(steps)]


def rate_at(step, steps, warmup, peak):
    rising = peak * (step + 1) / max(warmup, 1)
    falling = 0.5 * peak * (1 + math.cos(math.pi * (step - warmup) / (steps - warmup)))
    return rising if step < warmup else falling


def classifier(x, y, x_validation, y_validation):
    model = nn.Sequential(
        nn.Unflatten(1, (1, 8, 8)),
        nn.Conv2d(1, 16, 3),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(576, 10),
    )
    training = [(x[i : i + 50], y[i : i + 50]) for i in range(0, len(x), 50)]
    fit(model, training, [(x_validation, y_validation)], 8, 0.1, 20)
    return model.eval()
