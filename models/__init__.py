"""The learned parts. Nothing here knows of HTTP, documents or citations."""

import os

# torch's threads wait for each other by spinning. On cores that others use too, that is most of the work:
# decoding took eight times as long beside busy neighbours. libgomp reads this once, as torch is imported.
os.environ.setdefault("GOMP_SPINCOUNT", "1000")
