"""The API, one file per feature: bodies, answers and routes."""
