"""The ways to come by a model's files: a package's wheel, the hub, a folder, a GGUF file. One file each."""
