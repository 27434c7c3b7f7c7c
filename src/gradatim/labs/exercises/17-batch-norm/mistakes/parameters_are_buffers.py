"""weight and bias are buffers or plain tensors: an optimizer does not find them.

fr: weight et bias sont des tampons ou de simples tenseurs : un optimiseur ne les trouve pas.
"""


class BatchNorm(BatchNorm):
    def __init__(self, n, momentum=0.1, eps=1e-5):
        super().__init__(n, momentum, eps)
        del self.weight, self.bias
        self.register_buffer("weight", torch.ones(n))
        self.register_buffer("bias", torch.zeros(n))
