"""How alike texts are in their words and letters, and what their words are worth."""
