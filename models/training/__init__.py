"""Scripts that make the adapters in `models/adapters/`. Nothing here is imported when the service runs."""
