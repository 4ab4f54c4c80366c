"""A server without weights, for tests that kill it: SETTINGS PAUSE [PORT]. It prints its address."""

import json
import sys
from pathlib import Path

from service.http.app import create_app
from service.http.server import listen, serve
from service.settings import Settings
from service.wsgi import begin_jobs
from tests.service.jobs.helpers import Paced


def make(settings):
    app = create_app(settings, Paced(float(sys.argv[2])))
    begin_jobs(app)
    return app


if __name__ == "__main__":
    chosen = Settings(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    port = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    serve(chosen, listen("127.0.0.1", port), make)
