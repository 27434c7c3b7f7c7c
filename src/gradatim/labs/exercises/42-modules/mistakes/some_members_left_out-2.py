class Committee(Committee):
    def forward(self, x):
        return sum(member(x) for member in self.members) / (len(self.members) + 1)
