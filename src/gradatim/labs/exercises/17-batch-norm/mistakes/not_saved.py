"""The buffers have persistent=False: they are not saved with the model.

fr: Les tampons ont persistent=False : ils ne sont pas sauvegardés avec le modèle.
"""


class BatchNorm(BatchNorm):
    def __init__(self, n, momentum=0.1, eps=1e-5):
        super().__init__(n, momentum, eps)
        mean, var = self.running_mean, self.running_var
        del self.running_mean, self.running_var
        self.register_buffer("running_mean", mean, persistent=False)
        self.register_buffer("running_var", var, persistent=False)
