from collections import OrderedDict


def mlp(sizes):
    layers = OrderedDict()
    last = len(sizes) - 2
    for i in range(last + 1):
        layers[f"linear{i}"] = nn.Linear(sizes[i], sizes[i + 1])
        if i < last:
            layers[f"relu{i}"] = nn.ReLU()
    return nn.Sequential(layers)


class Committee(nn.Module):
    def __init__(self, n, n_in, n_out):
        super().__init__()
        self.members = nn.ModuleDict({str(k): nn.Linear(n_in, n_out) for k in range(n)})

    def forward(self, x):
        return sum(m(x) for m in self.members.values()) / len(self.members)


class TiedAutoencoder(nn.Module):
    def __init__(self, n_in, n_hidden):
        super().__init__()
        self.encoder = nn.Linear(n_in, n_hidden)
        self.relu = nn.ReLU()
        self.bias = nn.Parameter(torch.zeros(1, n_in).squeeze(0))

    def forward(self, x):
        code = self.relu(self.encoder(x))
        return torch.einsum("bh,hi->bi", code, self.encoder.weight) + self.bias


def activations(model, x):
    names = {child: name for name, child in model.named_children()}
    outputs = {}

    def hook(module, args, output):
        outputs[names[module]] = output.detach().clone()

    handles = [child.register_forward_hook(hook) for child in names]
    model(x)
    for handle in handles:
        handle.remove()
    return outputs
