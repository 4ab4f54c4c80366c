"""A worker without weights, for tests that kill it: SETTINGS PAUSE PROCESSES."""

import json
import sys
from pathlib import Path

from service.jobs.worker import work
from service.settings import Settings
from tests.service.jobs.helpers import Paced

if __name__ == "__main__":
    chosen = Settings(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    sys.exit(work(chosen, lambda *_: Paced(float(sys.argv[2])), int(sys.argv[3])))
