"""t is 0 at the first step, so the correction divides by 0; it begins at 1.

fr: t vaut 0 au premier pas, la correction divise donc par 0 ; il commence à 1.
"""


class Adam(Adam):
    def step(self):
        self.t -= 1
        super().step()
        self.t += 1
