"""The API, one file a feature: bodies, answers and routes."""
