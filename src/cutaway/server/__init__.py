"""The page's server: HTTP on loopback, without arithmetic of its own."""
