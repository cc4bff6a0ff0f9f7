"""The libraries that Cutaway is measured against: each runs in a process of its own, with the Python of `.venv-peers/NAME`.

`scripts/peers` makes these environments; `NAME.txt` says what is in one, and `NAME.py` is what its process does.
"""
