"""Negative numbers become 0 as well; chance alone decides what is dropped.

fr: Les nombres négatifs deviennent 0 eux aussi ; seul le hasard décide de ce qui est supprimé.
"""


class Dropout(Dropout):
    def forward(self, x):
        return super().forward(x).clamp(min=0) if self.training else x
