class BatchNorm(BatchNorm):
    def forward(self, x):
        columns = []
        for j, column in enumerate(x.unbind(1)):
            mean, var = self.running_mean[j], self.running_var[j]
            if self.training:
                B = len(column)
                mean = column.mean()
                var = ((column - mean) ** 2).mean()
                with torch.no_grad():
                    self.running_mean[j] += self.momentum * (mean - self.running_mean[j])
                    self.running_var[j] += self.momentum * (var * B / (B - 1) - self.running_var[j])
            columns.append(
                (column - mean) / (var + self.eps).sqrt() * self.weight[j] + self.bias[j]
            )
        return torch.stack(columns, dim=1)
