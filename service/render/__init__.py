"""A summary in the forms that people and programs read. Renderers are pure functions."""
