class Block(Block):
    def forward(self, x):
        h = self.norm1(x)
        q, k, v = torch.tensor_split(self.qkv(h), 3, dim=-1)
        D = q.shape[-1] // self.n_heads
        heads = []
        for i in range(self.n_heads):
            part = slice(i * D, (i + 1) * D)
            scores = torch.einsum("btd,bsd->bts", q[..., part], k[..., part]) * D**-0.5
            mask = torch.arange(x.shape[1])[:, None] >= torch.arange(x.shape[1])
            heads.append(torch.where(mask, scores, -1e9).softmax(-1) @ v[..., part])
        x = self.project(torch.cat(heads, dim=-1)).add(x)
        return self.down(nn.GELU()(self.up(self.norm2(x)))).add(x)
