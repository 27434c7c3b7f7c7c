"""A ModuleList only holds modules: call them in a loop. nn.Sequential is what calls one after the
other.

fr: Une ModuleList ne fait que contenir des modules : appelez-les dans une boucle. C'est
nn.Sequential qui les enchaîne.
"""


class Committee(Committee):
    def forward(self, x):
        return self.members(x)
