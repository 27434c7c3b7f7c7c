"""The layer drops in evaluation too: look at self.training.

fr: La couche supprime aussi à l'évaluation : regardez self.training.
"""


class Dropout(Dropout):
    def forward(self, x):
        return x * (torch.rand_like(x) >= self.p) / (1 - self.p)
