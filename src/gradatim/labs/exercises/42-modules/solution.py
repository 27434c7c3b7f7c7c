import torch
from torch import Tensor, nn


def mlp(sizes: list[int]) -> nn.Sequential:
    layers: list[nn.Module] = []
    for n_in, n_out in zip(sizes, sizes[1:]):
        layers += [nn.Linear(n_in, n_out), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class Committee(nn.Module):
    def __init__(self, n: int, n_in: int, n_out: int) -> None:
        super().__init__()
        self.members = nn.ModuleList([nn.Linear(n_in, n_out) for _ in range(n)])

    def forward(self, x: Tensor) -> Tensor:
        outputs = [member(x) for member in self.members]
        return torch.stack(outputs).mean(dim=0)  # (B, n_out)


class TiedAutoencoder(nn.Module):
    def __init__(self, n_in: int, n_hidden: int) -> None:
        super().__init__()
        self.encoder = nn.Linear(n_in, n_hidden)
        self.bias = nn.Parameter(torch.zeros(n_in))

    def forward(self, x: Tensor) -> Tensor:
        code = torch.relu(self.encoder(x))  # (B, n_hidden)
        return code @ self.encoder.weight + self.bias


def activations(model: nn.Module, x: Tensor) -> dict[str, Tensor]:
    outputs = {}

    def keep(name):
        def hook(module, inputs, output):
            outputs[name] = output.detach()

        return hook

    handles = [child.register_forward_hook(keep(name)) for name, child in model.named_children()]
    model(x)
    for handle in handles:
        handle.remove()
    return outputs
