"""Where weights come from, and what an opened model is."""
