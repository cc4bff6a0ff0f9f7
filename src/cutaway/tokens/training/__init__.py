"""Trains tokenizers step by step, so that one can watch a text become a vocabulary."""
