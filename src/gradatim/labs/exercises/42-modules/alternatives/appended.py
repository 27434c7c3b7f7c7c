from functools import partial


def mlp(sizes):
    model = nn.Sequential(nn.Linear(sizes[0], sizes[1]))
    for k in range(2, len(sizes)):
        model.append(nn.ReLU())
        model.append(nn.Linear(sizes[k - 1], sizes[k]))
    return model


class Committee(nn.Module):
    def __init__(self, n, n_in, n_out):
        super().__init__()
        self.n = n
        for k in range(n):
            self.add_module(f"member{k}", nn.Linear(n_in, n_out))

    def forward(self, x):
        total = 0
        for member in self.children():
            total = total + member(x)
        return total / self.n


class TiedAutoencoder(nn.Module):
    def __init__(self, n_in, n_hidden):
        super().__init__()
        self.encoder = nn.Linear(n_in, n_hidden)
        self.register_parameter("bias", nn.Parameter(torch.zeros(n_in)))

    def forward(self, x):
        return nn.functional.linear(self.encoder(x).relu(), self.encoder.weight.t(), self.bias)


def _keep(outputs, name, module, args, output):
    outputs[name] = output


@torch.no_grad()
def activations(model, x):
    outputs, handles = {}, []
    for name, child in model.named_children():
        handles.append(child.register_forward_hook(partial(_keep, outputs, name)))
    try:
        model(x)
    finally:
        [handle.remove() for handle in handles]
    return outputs
