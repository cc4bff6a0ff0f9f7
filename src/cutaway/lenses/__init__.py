"""Pure functions that read a trace and find something in it."""
