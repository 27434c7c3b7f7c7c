"""forward uses the numbers of the weight without its graph (data, detach or no_grad), so it gets no
gradient.

fr: forward utilise les nombres du poids sans son graphe (data, detach ou no_grad), donc il ne
reçoit pas de gradient.
"""


class Linear(Linear):
    def forward(self, x):
        y = x @ self.weight.detach().T
        return y if self.bias is None else y + self.bias
