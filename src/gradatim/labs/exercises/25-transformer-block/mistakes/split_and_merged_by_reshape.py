"""Heads are split and merged by reshape: positions and channels are mixed. Split, then transpose.

fr: Les têtes sont séparées et réunies par reshape : positions et canaux se mélangent.
Séparez, puis transposez.
"""


class Block(Block):
    def attend(self, x):
        B, T, C = x.shape
        q, k, v = (t.reshape(B, self.n_heads, T, -1) for t in self.qkv(x).chunk(3, dim=-1))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.project(y.reshape(B, T, C))
