"""The sources of a model's files: a package's wheel, a GGUF file, or made here. One file each."""
