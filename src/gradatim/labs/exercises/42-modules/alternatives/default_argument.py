def mlp(sizes):
    pairs = list(zip(sizes, sizes[1:]))
    layers = [nn.Linear(*pairs[0])]
    for pair in pairs[1:]:
        layers.extend((nn.ReLU(inplace=True), nn.Linear(*pair)))
    return nn.Sequential(*layers)


class Committee(nn.Module):
    def __init__(self, n, n_in, n_out):
        super().__init__()
        members = []
        for _ in range(n):
            members.append(nn.Linear(n_in, n_out))
        self.members = nn.ModuleList(members)

    def forward(self, x):
        out = self.members[0](x)
        for member in self.members[1:]:
            out = out + member(x)
        return out.div(len(self.members))


class TiedAutoencoder(nn.Module):
    def __init__(self, n_in, n_hidden):
        super().__init__()
        self.encoder = nn.Linear(n_in, n_hidden)
        self.bias = nn.Parameter(torch.empty(n_in))
        nn.init.zeros_(self.bias)

    def encode(self, x):
        return nn.functional.relu(self.encoder(x))

    def forward(self, x):
        return torch.addmm(self.bias, self.encode(x), self.encoder.weight)


def activations(model, x):
    outputs, handles = {}, []
    for name, child in model.named_children():

        def hook(module, args, output, name=name):
            with torch.no_grad():
                outputs[name] = output.data

        handles += [child.register_forward_hook(hook)]
    model(x)
    while handles:
        handles.pop().remove()
    return outputs
