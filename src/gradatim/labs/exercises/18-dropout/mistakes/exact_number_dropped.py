"""An exact number of elements is dropped at each call; each element is to be drawn by itself.

fr: Un nombre exact d'éléments est supprimé à chaque appel ; chaque élément doit être tiré à
part.
"""


class Dropout(Dropout):
    def forward(self, x):
        if not self.training:
            return x
        if self.p == 1:
            return torch.zeros_like(x)
        keep = torch.ones(x.numel())
        keep[torch.randperm(x.numel())[: int(self.p * x.numel())]] = 0
        return x * keep.view_as(x) / (1 - self.p)
