"""The GELU is the approximation with tanh; the exact one is asked for, F.gelu(x).

fr: La GELU est l'approximation par tanh ; la GELU exacte est demandée, F.gelu(x).
"""


class Block(Block):
    def mlp(self, x):
        return self.down(F.gelu(self.up(x), approximate="tanh"))
