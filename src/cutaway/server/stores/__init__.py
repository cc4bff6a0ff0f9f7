"""Bounded stores for what a server keeps between requests; `State` owns them."""
