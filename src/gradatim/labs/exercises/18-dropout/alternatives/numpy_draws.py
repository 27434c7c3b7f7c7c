import random


class Dropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x.clone()
        scales = [0.0 if random.random() < self.p else 1 / (1 - self.p) for _ in range(x.numel())]
        return x * torch.tensor(scales).view(x.shape)
