"""Tokenizers in the formats that people have them in, each read into a `tokenizers.Tokenizer` or a tiktoken encoding."""
