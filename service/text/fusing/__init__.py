"""Putting sentences together, and the rules for what is put together."""
