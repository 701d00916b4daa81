"""A server in front of the real one whose documents carry hostile texts: names of models, devices and runtimes are input."""
import http.server
import json
import threading
import urllib.request

MARK = "hostile-mark"
TEXT = f'"><img src=x onerror="window.hostile=1"><script>window.hostile=1</script><b class={MARK}>bold</b>'
# What the page prints as a sentence or a name. Words that it decides by keep their meaning.
NAMES = {"name", "reason", "reasons", "warnings", "notes", "text", "first", "hint", "message", "model", "meaning", "label",
         "assumptions", "provider", "why", "notice", "limit", "engine", "kernel", "driver", "command", "hosts", "processor", "cards"}


def hostile(value, key=""):
    if isinstance(value, dict):
        return {inner: hostile(child, inner) for inner, child in value.items()}
    if isinstance(value, list):
        return [hostile(child, key) for child in value]
    return value + TEXT if isinstance(value, str) and key in NAMES else value


def serve(target):
    """Starts the server; its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def do_GET(self):
            try:
                with urllib.request.urlopen(target + self.path) as answer:
                    status, headers, body = answer.status, answer.headers, answer.read()
            except urllib.error.HTTPError as error:
                status, headers, body = error.code, error.headers, error.read()
            # Tools are asked for by name, so that theirs stay.
            if self.path.startswith("/api/v1/") and self.path != "/api/v1/emit":
                body = json.dumps(hostile(json.loads(body))).encode()
            self.send_response(status)
            for name in ("Content-Type", "Content-Security-Policy", "Plimsoll-Fleet"):
                if headers[name]:
                    self.send_header(name, headers[name])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"
