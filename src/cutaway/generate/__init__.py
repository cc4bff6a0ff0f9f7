"""What follows a text: sampling, continuations as a tree, beams, and what a cache saves."""
