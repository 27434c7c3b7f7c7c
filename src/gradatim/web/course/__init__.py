"""The course: the pages of docs/ as a path from the first slide to the labs."""
