"""A small OpenAI-compatible server on loopback, which answers as a test wants."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def completion(*contents, finish="stop", **message):
    """Return the body of a chat completion with these choices."""
    choices = [
        {
            "index": i,
            "finish_reason": finish,
            "message": {"role": "assistant", "content": content, **message},
        }
        for i, content in enumerate(contents)
    ]
    return json.dumps({"id": "x", "object": "chat.completion", "choices": choices}).encode()


class FakeServer(ThreadingHTTPServer):
    """Keeps the requests that it got, as (path, headers, body). `answer` maps a body to a reply.

    A reply is bytes, or (status, bytes), or (status, bytes, headers), or a generator of bytes that are sent
    as they come. The first request is what `load()` asks.
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests = []
        self.answer = lambda body: completion("It rained.")
        self.in_flight = 0
        self.most_in_flight = 0
        self.lock = threading.Lock()

    @property
    def label(self):
        return f"127.0.0.1:{self.server_port}"

    @property
    def url(self):
        return f"http://{self.label}/v1"

    def sentences(self, body):
        """The source sentences in a question."""
        return [line.partition(". ")[2] for line in body["messages"][1]["content"].splitlines()]

    def handle_error(self, request, client_address):
        pass  # a client that gave up is what some tests are about


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        server = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with server.lock:
            server.requests.append((self.path, self.headers, body))
            server.in_flight += 1
            server.most_in_flight = max(server.most_in_flight, server.in_flight)
        try:
            reply = server.answer(body)
        finally:
            with server.lock:
                server.in_flight -= 1
        self._send(*(reply if isinstance(reply, tuple) else (200, reply)))

    def _send(self, status, body, headers=()):
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        if isinstance(body, bytes):
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        self.send_header("Connection", "close")
        self.end_headers()
        for chunk in body:
            self.wfile.write(chunk)
            self.wfile.flush()
        self.close_connection = True

    def log_message(self, *args):
        pass


@contextmanager
def running():
    """Serve on a free port of loopback for as long as the context lasts."""
    with FakeServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def slowly(seconds, reply):
    """Return an answer that comes late."""

    def answer(body):
        time.sleep(seconds)
        return reply

    return answer
