from torch.nn import functional as F


class Residual(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.add_module("body", inner)

    def forward(self, x):
        y = x.clone()
        y += self.body(x)
        return y


class Block(Block):
    def forward(self, x):
        h = F.conv2d(x, self.conv1.weight, padding=1).clamp(min=0)
        y = F.conv2d(h, self.conv2.weight, padding=1)
        return F.relu(y + self.skip(x))
