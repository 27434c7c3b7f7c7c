"""The kept numbers are not divided by 1 - p: the sum shrinks while training.

fr: Les nombres gardés ne sont pas divisés par 1 - p : la somme rétrécit à l'entraînement.
"""


class Dropout(Dropout):
    def forward(self, x):
        return x * (torch.rand_like(x) >= self.p) if self.training else x
