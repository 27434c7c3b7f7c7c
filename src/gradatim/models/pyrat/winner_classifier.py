"""A small convolutional network that says who will win, from where the cheese lies.

Against the `ConvNet`, which asks what is in a picture and may forget where: here the place is all
that matters. So the maps are halved twice by means (a maximum would not count cheese), and a fully
connected layer sees every place of what remains.

Shapes: B batch, H x W the board, K = 3 answers.
"""

from torch import Tensor, nn


class BoardClassifier(nn.Module):
    """Two convolutions with average pooling, dropout, a perceptron.

    Args:
        height, width: of the board, in cells.
        channels: feature maps.
        hidden: neurons of the fully connected layer.
        n_classes: K.
    """

    def __init__(self, height: int, width: int, channels: int, hidden: int, n_classes: int = 3):
        super().__init__()
        self.stages = nn.Sequential(
            nn.Conv2d(1, channels, 3, padding=1),
            nn.ReLU(),
            nn.AvgPool2d(2, ceil_mode=True),
            nn.Conv2d(channels, channels, 3, padding=1),
            nn.ReLU(),
            nn.AvgPool2d(2, ceil_mode=True),
        )
        rows, columns = (height + 3) // 4, (width + 3) // 4  # halved twice, rounded up
        self.head = nn.Sequential(
            nn.Dropout(0.5),
            nn.Linear(channels * rows * columns, hidden),
            nn.ReLU(),
            nn.Linear(hidden, n_classes),
        )

    def forward(self, boards: Tensor) -> Tensor:
        """(B, 1, H, W) to logits (B, K)."""
        return self.head(self.stages(boards).flatten(1))
