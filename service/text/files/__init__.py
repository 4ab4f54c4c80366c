"""Files as they come: their bytes, what is in them, and their text."""
