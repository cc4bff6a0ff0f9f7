"""Where fetched files are kept, with checksums and provenance, and how they are fetched. Models and tokenizers both use it."""
