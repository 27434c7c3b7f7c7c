def load_matching(model, weights):
    own = model.state_dict()
    new = dict(own)
    missing = []
    for name in own:
        if name in weights and weights[name].size() == own[name].size():
            new[name] = weights[name]
        else:
            missing.append(name)
    model.load_state_dict(new)
    return missing


def new_head(model, n_classes):
    _, n = model.head.weight.shape
    model.head = nn.Linear(in_features=n, out_features=n_classes)
    model.requires_grad_(False)
    model.head.requires_grad_(True)
    return [name for name, p in model.named_parameters() if p.requires_grad]


def train_head(model, x, y, rate, steps):
    model.body.eval()
    with torch.no_grad():
        features = model.body(x)
    optimizer = torch.optim.SGD(model.head.parameters(), lr=rate)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = F.cross_entropy(model.head(features), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def groups(model, rate, factor):
    for p in model.body.parameters():
        p.requires_grad_()
    rates = {"body": rate * factor, "head": rate}
    return [
        {"params": [*model.body.parameters()], "lr": rates["body"]},
        {"params": [*model.head.parameters()], "lr": rates["head"]},
    ]
