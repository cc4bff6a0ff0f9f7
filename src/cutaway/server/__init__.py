"""The page's server: HTTP on loopback, no arithmetic of its own."""
