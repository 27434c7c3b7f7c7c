"""Files to read and to step through: the package's own, and the learner's."""
