class Committee(Committee):
    def forward(self, x):
        first, *others = self.members
        total = first(x) + sum(member(x).detach() for member in others)
        return total / len(self.members)
