"""A server over stand-ins for the models, for tests that read all that it prints: SETTINGS."""

import json
import sys
from pathlib import Path

from models.fakes import HashingEncoder, JoiningFuser, WordCorroborator, WordVerifier
from service import logs
from service.http.app import create_app
from service.http.server import listen, serve
from service.metrics import Metrics
from service.pipeline import Pipeline
from service.settings import Settings
from service.wsgi import begin_jobs


class Breaking(HashingEncoder):
    """Fails on texts that say so, with the text in the message."""

    def encode(self, texts):
        if any("breaks" in text for text in texts):
            raise ValueError(f"cannot encode {texts}")
        return super().encode(texts)


def make(settings):
    metrics = Metrics()
    pipeline = Pipeline(
        Breaking(), JoiningFuser(), WordVerifier(), WordCorroborator(), settings.limits, metrics
    )
    pipeline.load()
    app = create_app(settings, pipeline, metrics)
    begin_jobs(app)
    return app


if __name__ == "__main__":
    chosen = Settings(**json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    logs.configure(chosen.log_level, chosen.log_format)
    serve(chosen, listen("127.0.0.1", 0), make)
