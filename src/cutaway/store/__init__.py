"""Fetches files and stores them with checksums and provenance. Models and tokenizers both use it."""
