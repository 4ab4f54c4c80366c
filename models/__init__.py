"""The learned parts. Nothing here knows of HTTP, documents or citations."""
