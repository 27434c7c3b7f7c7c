def load_matching(model, weights):
    own = model.state_dict()

    def fits(name):
        return name in weights and tuple(weights[name].shape) == tuple(own[name].shape)

    model.load_state_dict({n: weights[n] if fits(n) else own[n] for n in own})
    return [n for n in own if not fits(n)]


def new_head(model, n_classes):
    model.head = torch.nn.Linear(model.head.in_features, n_classes, bias=True)
    [p.requires_grad_(False) for p in model.body.parameters()]
    return sorted((n for n, p in model.named_parameters() if p.requires_grad), reverse=True)


def train_head(model, x, y, rate, steps):
    before = model.training
    model.train()
    model.body.train(False)
    losses = []
    parameters = list(model.head.parameters())
    for _ in range(steps):
        loss = nn.functional.cross_entropy(model(x), y)
        gradients = torch.autograd.grad(loss, parameters)
        for p, g in zip(parameters, gradients):
            p.data.sub_(rate * g)
        losses.append(loss.item())
    model.train(before)
    return losses


def groups(model, rate, factor):
    model.requires_grad_()
    head = {"params": list(model.head.parameters()), "lr": rate}
    return [{"lr": rate * factor, "params": list(model.body.parameters())}, head]
