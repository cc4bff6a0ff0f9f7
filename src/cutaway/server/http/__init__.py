"""The server's HTTP: access, limits, failures, and the form of answers."""
