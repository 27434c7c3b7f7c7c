def overfit(model, x, y, rate, steps):
    model.train(True)
    losses = []
    for _ in range(steps):
        model.zero_grad()
        loss = nn.CrossEntropyLoss()(model(x), y)
        loss.backward()
        with torch.no_grad():
            for p in model.parameters():
                p -= rate * p.grad
        losses.append(float(loss))
    return losses


def rate_at(step, steps, warmup, peak):
    if warmup and step < warmup:
        return (step + 1) * (peak / warmup)
    angle = torch.tensor(torch.pi * (step - warmup) / (steps - warmup), dtype=torch.float64)
    return (peak / 2 + peak / 2 * torch.cos(angle)).item()


def fit(model, training, validation, epochs, peak, warmup):
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0, momentum=0.9)
    schedule = (
        torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: rate_at(min(step, total - 1), total, warmup, peak)
        )
        if (total := epochs * len(training))
        else None
    )
    history, best = [], {}
    for _ in range(epochs):
        model.train()
        for x, y in training:
            optimizer.zero_grad(set_to_none=False)
            F.cross_entropy(model(x), y).backward()
            optimizer.step()
            schedule.step()
        model.eval()
        right = total_seen = 0
        with torch.inference_mode():
            for x, y in validation:
                right += int((model(x).argmax(-1) == y).sum())
                total_seen += len(y)
        history.append(right / total_seen)
        if history.index(max(history)) == len(history) - 1:
            best = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    model.load_state_dict(best)
    return history


def classifier(x, y, x_validation, y_validation):
    model = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Dropout(0.1), nn.Linear(128, 10))
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for _ in range(25):
        order = torch.randperm(len(x))
        for part in order.split(64):
            optimizer.zero_grad()
            F.cross_entropy(model(x[part]), y[part]).backward()
            optimizer.step()
    model.eval()
    return model
