from collections import OrderedDict


class Residual(nn.Sequential):
    def forward(self, x):
        return super().forward(x).add(x)


class Block(nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.conv1 = nn.Conv2d(n_in, n_out, kernel_size=(3, 3), padding="same", bias=False)
        self.conv2 = nn.Conv2d(n_out, n_out, kernel_size=(3, 3), padding="same", bias=False)
        self.skip = nn.Sequential()
        if n_in != n_out:
            self.skip = nn.Conv2d(n_in, n_out, kernel_size=1, bias=False)
        self.relu = nn.ReLU()

    def forward(self, x):
        return self.relu(self.skip(x) + self.conv2(self.relu(self.conv1(x))))
