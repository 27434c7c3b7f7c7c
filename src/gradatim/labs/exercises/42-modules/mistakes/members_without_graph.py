"""The outputs of the members, or of all but one, lose their graph (no_grad, detach): they never
learn.

fr: Les sorties des membres, ou de tous sauf un, perdent leur graphe (no_grad, detach) : ils
n'apprennent jamais.
"""


class Committee(Committee):
    def forward(self, x):
        with torch.no_grad():
            return super().forward(x)
