"""Reshaping to (B, H, T, D) at once mixes time steps into heads: split the last axis, then swap H
and T.

fr: Remodeler d'un coup en (B, H, T, D) mélange des instants dans les têtes : divisez le dernier
axe, puis échangez H et T.
"""


class Block(Block):
    def attend(self, x):
        B, T, C = x.shape
        q, k, v = (t.reshape(B, self.n_heads, T, -1) for t in self.qkv(x).chunk(3, dim=-1))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.project(y.transpose(1, 2).flatten(2))
