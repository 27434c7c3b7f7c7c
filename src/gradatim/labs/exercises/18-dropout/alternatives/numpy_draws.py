import random


class Dropout(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x.clone()
        y = [0.0 if random.random() < self.p else v / (1 - self.p) for v in x.flatten().tolist()]
        return torch.tensor(y).view(x.shape)
