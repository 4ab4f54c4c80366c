"""What of a document is the article: its units, its head and foot, and its clutter."""
