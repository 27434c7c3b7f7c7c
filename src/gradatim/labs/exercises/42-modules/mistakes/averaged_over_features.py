"""The mean also runs over the numbers of each output; it is over the members only, (B, n_out).

fr: La moyenne porte aussi sur les nombres de chaque sortie ; elle ne porte que sur les membres,
(B, n_out).
"""


class Committee(Committee):
    def forward(self, x):
        return torch.stack([member(x) for member in self.members]).mean(dim=(0, 2))
