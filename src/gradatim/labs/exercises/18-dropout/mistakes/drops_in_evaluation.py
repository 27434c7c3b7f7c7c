"""The layer drops numbers in evaluation too: use self.training.

fr: La couche supprime aussi des nombres à l'évaluation : utilisez self.training.
"""


class Dropout(Dropout):
    def forward(self, x):
        return x * (torch.rand_like(x) >= self.p) / (1 - self.p)
