"""What Cutaway opens where nothing else is named."""

DEFAULT_MODEL = "smollm2"
"""A small model of the catalog that was tuned to chat."""
