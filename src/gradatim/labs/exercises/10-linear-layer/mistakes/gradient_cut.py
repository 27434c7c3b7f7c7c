"""The output does not depend on the parameters for autograd: .data, detach() or no_grad() cuts the
gradient.

fr: Pour autograd, la sortie ne dépend pas des paramètres : .data, detach() ou no_grad() coupe le
gradient.
"""


class Linear(Linear):
    def forward(self, x):
        y = x @ self.weight.data.T
        return y if self.bias is None else y + self.bias.data
