"""Side by side with other projects; prints tables, asserts nothing."""
