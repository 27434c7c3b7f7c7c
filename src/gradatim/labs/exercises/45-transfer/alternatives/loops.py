def load_matching(model, weights):
    missing = []
    for name, tensor in model.state_dict().items():
        given = weights.get(name)
        if given is None or given.shape != tensor.shape:
            missing.append(name)
        else:
            tensor.copy_(given)
    return missing


def new_head(model, n_classes):
    for p in model.body.parameters():
        p.requires_grad = False
    head = nn.Linear(model.head.weight.shape[1], n_classes)
    setattr_head(model, head)
    return [f"head.{name}" for name, _ in head.named_parameters()]


def setattr_head(model, head):
    model.head = head


def train_head(model, x, y, rate, steps):
    model.eval()
    losses = []
    for _ in range(steps):
        model.head.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        with torch.no_grad():
            for p in model.head.parameters():
                p -= rate * p.grad
        losses.append(float(loss))
    return losses


def groups(model, rate, factor):
    body, head = [], []
    for name, p in model.named_parameters():
        p.requires_grad = True
        (head if name.startswith("head.") else body).append(p)
    return [dict(params=body, lr=factor * rate), dict(params=head, lr=rate)]
