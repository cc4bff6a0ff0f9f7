"""Regular expressions that would end a server, or hold it for ever."""

CRASHES = ("(?:" + "(?:ab|cd)" * 20 + "){10000}", "(?x)(?:ab|cd){3 0 0 0 0 0}", "(?:ab|cd){300000}|.")
"""Patterns that end the process which compiles them."""
BOMB = "(?<a0>x)" + "".join(rf"(?<a{i + 1}>\g<a{i}>\g<a{i}>)" for i in range(30))
"""A pattern that Oniguruma would compile for ever."""
BACKTRACKS = "(?:a|aa|aaa)+$|b"
"""A pattern that compiles, and tries for ever to match `LONG`."""
LONG = "a" * 60 + "!"
