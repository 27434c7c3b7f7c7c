class Block(Block):
    def attend(self, x):
        B, T, C = x.shape
        q, k, v = self.qkv(x).view(B, T, 3, self.n_heads, -1).permute(2, 0, 3, 1, 4)
        w = torch.softmax(q @ k.mT / q.shape[-1] ** 0.5, -1)
        return self.project((w @ v).transpose(1, 2).reshape(B, T, C))
