"""Patterns that came from a user or a file are compiled and run in a process that can be killed.

A regular expression can crash its library, take all memory, or try ways to match for ever, and no engine can be told to stop reliably. So
untrusted patterns run in a process with limits of time and memory; the patterns that everybody uses run here, as fast as ever.
"""
