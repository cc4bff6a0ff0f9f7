"""What a model is made of: its blocks and their tensors, found by watching a few tokens go through it."""
