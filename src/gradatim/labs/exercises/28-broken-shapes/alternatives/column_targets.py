def fit(x, y, rate, steps):
    w = torch.zeros(x.shape[1], 1, requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for _ in range(steps):
        loss = F.mse_loss(x @ w + b, y[:, None])
        dw, db = torch.autograd.grad(loss, (w, b))
        w, b = (w - rate * dw).detach().requires_grad_(), (b - rate * db).detach().requires_grad_()
    return w.detach(), b.detach()
