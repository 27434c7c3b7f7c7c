class BatchNorm(BatchNorm):
    def __init__(self, n, momentum=0.1, eps=1e-5):
        super().__init__(n, momentum, eps)
        nn.init.ones_(self.bias)
