"""Training a tokenizer: a text becomes a vocabulary, step by step, so that one can watch it grow."""
