import math


class Block(Block):
    def forward(self, x):
        B, T, C = x.shape
        H, D = self.n_heads, C // self.n_heads
        q, k, v = self.qkv(self.norm1(x)).split(C, dim=2)
        q = q.view(B, T, H, D).permute(0, 2, 1, 3)
        k = k.view(B, T, H, D).permute(0, 2, 3, 1)
        v = v.view(B, T, H, D).permute(0, 2, 1, 3)
        scores = (q @ k) / math.sqrt(D)
        scores = scores.masked_fill(torch.tril(torch.ones(T, T)) == 0, float("-inf"))
        y = (scores.softmax(-1) @ v).permute(0, 2, 1, 3).reshape(B, T, C)
        x = x + self.project(y)
        x = x + self.down(nn.functional.gelu(self.up(self.norm2(x))))
        return x
