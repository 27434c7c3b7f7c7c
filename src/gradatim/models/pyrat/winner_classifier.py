"""A small convolutional network that predicts the winner from the initial cheese positions.

The `ConvNet` classifies what is in an image and may forget where; here the position is all that
matters. So the maps are halved twice by average pooling (a maximum would not count cheese), and a
fully connected layer sees every position of what remains.

Shapes: B batch, H x W the board, K = 3 classes.
"""

from torch import Tensor, nn


class WinnerClassifier(nn.Module):
    """Two convolutions with average pooling, dropout, a perceptron.

    Args:
        height, width: of the board, in cells.
        channels: feature maps.
        hidden: neurons of the fully connected layer.
        n_classes: K.
        dropout: fraction dropped before the head, 0 to below 1.
    """

    def __init__(
        self,
        height: int,
        width: int,
        channels: int,
        hidden: int,
        n_classes: int = 3,
        dropout: float = 0.5,
    ):
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
            nn.Dropout(dropout),
            nn.Linear(channels * rows * columns, hidden),
            nn.ReLU(),
            nn.Linear(hidden, n_classes),
        )

    def forward(self, boards: Tensor) -> Tensor:
        """(B, 1, H, W) to logits (B, K)."""
        return self.head(self.stages(boards).flatten(1))
