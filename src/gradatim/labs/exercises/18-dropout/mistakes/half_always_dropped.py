"""p is not used: another fixed fraction is dropped.

fr: p ne sert pas : une autre fraction fixe est supprimée.
"""


class Dropout(Dropout):
    def __init__(self, p):
        super().__init__(0.5 if 0 < p < 1 else p)
