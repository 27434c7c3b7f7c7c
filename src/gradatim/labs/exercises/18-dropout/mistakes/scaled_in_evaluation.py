"""Evaluation multiplies by 1 - p; here the scaling is done in training, so evaluation returns x.

fr: L'évaluation multiplie par 1 - p ; ici on divise à l'entraînement, donc l'évaluation renvoie x.
"""


class Dropout(Dropout):
    def forward(self, x):
        if not self.training:
            return x * (1 - self.p)
        return x * (torch.rand_like(x) >= self.p)
