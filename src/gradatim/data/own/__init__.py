"""Your own data: files with labels, tables, texts and sounds, as people keep them."""
