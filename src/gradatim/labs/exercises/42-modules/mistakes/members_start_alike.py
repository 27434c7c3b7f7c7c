"""The members start with equal weights, so they stay equal: draw each one anew.

fr: Les membres partent de poids égaux, ils le resteront donc : tirez chacun à neuf.
"""


class Committee(Committee):
    def __init__(self, n, n_in, n_out):
        super().__init__(n, n_in, n_out)
        for member in self.members:
            member.load_state_dict(self.members[0].state_dict())
