"""The anatomy of a model: its blocks and their tensors, found by watching a few tokens go through it."""
