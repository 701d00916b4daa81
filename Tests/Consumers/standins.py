"""Stand-ins on loopback: servers of OpenAI's API that answer, stall or fail as they are told, and Presidio."""
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class StandIn:
    """One server; `mode` is answer, stall or fail, `text` what it writes, `asked` what it was asked."""

    def __init__(self, text):
        self.mode, self.text, self.asked = "answer", text, []
        standin = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *arguments):
                pass

            def do_GET(self):
                self.reply({"data": [{"id": "standin"}]})

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                standin.asked.append(body)
                if self.path.endswith("/analyze"):
                    return self.reply([])
                if self.path.endswith("/anonymize"):
                    return self.reply({"text": body["text"], "items": []})
                if standin.mode == "stall":
                    time.sleep(60)
                if standin.mode == "fail":
                    return self.reply({"error": {"message": "out of memory", "type": "server_error"}}, 500)
                if self.path.endswith("/embeddings"):
                    texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
                    data = [{"object": "embedding", "index": i, "embedding": [0.1, 0.2]} for i in range(len(texts))]
                    usage = {"prompt_tokens": 1, "total_tokens": 1}
                    return self.reply({"object": "list", "data": data, "model": body["model"], "usage": usage})
                if body.get("stream"):
                    return self.stream(body)
                choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": standin.text}}
                usage = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}
                self.reply({"id": "1", "object": "chat.completion", "created": 1, "model": body["model"],
                            "choices": [choice], "usage": usage})

            def stream(self, body):
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                for delta, reason in (({"role": "assistant", "content": standin.text}, None), ({}, "stop")):
                    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": body["model"],
                             "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}
                    self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
                self.wfile.write(b"data: [DONE]\n\n")

            def reply(self, value, status=200):
                data = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                try:
                    self.wfile.write(data)
                except OSError:
                    pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
