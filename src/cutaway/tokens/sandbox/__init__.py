"""Compiles and runs patterns from a user or a file in a process that can be killed.

A regular expression can crash its library, exhaust memory, or backtrack for ever, and no engine can be stopped reliably. So untrusted
patterns run in a process with limits on time and memory; well-known patterns run in this process, at full speed.
"""
