"""`make bench`: how fast it is, beside others, as ratios measured side by side in one run."""
