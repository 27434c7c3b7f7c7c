"""Each member gets the output of the one before; all should get x.

fr: Chaque membre reçoit la sortie du précédent ; tous doivent recevoir x.
"""


class Committee(Committee):
    def forward(self, x):
        for member in self.members:
            x = member(x)
        return x
