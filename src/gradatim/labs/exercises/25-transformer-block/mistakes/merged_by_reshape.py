"""The heads are merged by reshape without a transpose: their outputs are mixed between positions.

fr: Les têtes sont réunies par reshape sans transpose : leurs sorties se mélangent entre
positions.
"""


class Block(Block):
    def attend(self, x):
        q, k, v = (
            t.unflatten(-1, (self.n_heads, -1)).transpose(1, 2)
            for t in self.qkv(x).chunk(3, dim=-1)
        )
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.project(y.reshape(x.shape))
