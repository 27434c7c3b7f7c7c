"""The step is added; it must be subtracted.

fr: Le pas est ajouté ; il doit être soustrait.
"""


class Adam(Adam):
    def step(self):
        self.rate = -abs(self.rate)
        super().step()
