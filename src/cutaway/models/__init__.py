"""The origin of weights, and opened models."""
