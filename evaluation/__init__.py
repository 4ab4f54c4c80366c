"""Measures summaries against annotated events and against simple baselines. Nothing here is served."""
