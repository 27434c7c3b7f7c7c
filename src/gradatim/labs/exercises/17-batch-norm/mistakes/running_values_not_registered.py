"""The running averages are plain attributes: they are neither saved nor moved. Use
register_buffer.

fr: Les moyennes glissantes sont de simples attributs : ni sauvegardées ni déplacées. Utilisez
register_buffer.
"""


class BatchNorm(BatchNorm):
    def __init__(self, n, momentum=0.1, eps=1e-5):
        super().__init__(n, momentum, eps)
        del self.running_mean, self.running_var
        self.running_mean, self.running_var = torch.zeros(n), torch.ones(n)
