"""Other layers have changed too, such as a batch norm or an embedding; ask for nn.Linear and
nn.Conv2d.

fr: D'autres couches ont changé aussi, comme une batch norm ou un plongement ; visez nn.Linear et
nn.Conv2d.
"""


@torch.no_grad()
def initialise(model):
    for p in model.parameters():
        if p.dim() > 1:
            p.normal_(0, (2 / p[0].numel()) ** 0.5)
        else:
            p.zero_()
