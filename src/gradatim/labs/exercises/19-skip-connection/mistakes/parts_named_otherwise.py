"""The parts of the block have other names than conv1, conv2 and skip: weights cannot be loaded by
name.

fr: Les parties du bloc ne s'appellent pas conv1, conv2 et skip : on ne peut pas charger les
poids par leur nom.
"""


class Block(nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.c1 = nn.Conv2d(n_in, n_out, 3, padding=1, bias=False)
        self.c2 = nn.Conv2d(n_out, n_out, 3, padding=1, bias=False)
        self.shortcut = nn.Identity() if n_in == n_out else nn.Conv2d(n_in, n_out, 1, bias=False)

    def forward(self, x):
        return torch.relu(self.c2(torch.relu(self.c1(x))) + self.shortcut(x))
