"""Readers of all common tokenizer formats, each into a `tokenizers.Tokenizer` or a tiktoken encoding."""
