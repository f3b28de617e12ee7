"""A real YAML language server, driven over its standard input and output as an editor does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from pathlib import Path
from queue import Empty, Queue
from types import TracebackType
from typing import Any, Self

MODULES = Path(os.environ.get("FOLLOWUP_NODE_MODULES", "/tmp/followup-node/node_modules"))
"""Where `npm install yaml-language-server mermaid jsdom` was run; outside the repository."""
SETTINGS = {
    "yaml": {
        "validate": True,
        "hover": True,
        "completion": True,
        "schemaStore": {"enable": False},
        "kubernetesCRDStore": {"enable": False},
    }
}


def server() -> list[str] | None:
    """Return the command of the server, or None where node or the package is missing."""
    node, here = shutil.which("node"), shutil.which("yaml-language-server")
    if here:
        return [here, "--stdio"]
    script = MODULES / "yaml-language-server" / "bin" / "yaml-language-server"
    return [node, str(script), "--stdio"] if node and script.is_file() else None


class Editor:
    """An editor with files open; every request waits for its answer."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder
        )
        self._answers: dict[int, Any] = {}
        self._came: Queue[dict[str, Any]] = Queue()
        self._next = 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": folder.as_uri(),
                "workspaceFolders": [{"uri": folder.as_uri(), "name": "here"}],
                "capabilities": {
                    "workspace": {"configuration": True, "workspaceFolders": True},
                    "textDocument": {
                        "completion": {"completionItem": {"documentationFormat": ["markdown"]}},
                        "hover": {"contentFormat": ["markdown"]},
                        "publishDiagnostics": {},
                    },
                },
            },
        )
        self._send({"method": "initialized", "params": {}})
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": SETTINGS}})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join(5)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def open(self, file: Path, text: str | None = None) -> list[dict[str, Any]]:
        """Open a file and return its diagnostics."""
        return self.open_all({file: file.read_text() if text is None else text})[file]

    def open_all(self, files: dict[Path, str]) -> dict[Path, list[dict[str, Any]]]:
        """Open many files at once and return the diagnostics of each."""
        for file, text in files.items():
            document = {"uri": file.as_uri(), "languageId": "yaml", "version": 1, "text": text}
            self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        found = self._diagnostics({file.as_uri() for file in files})
        return {file: found[file.as_uri()] for file in files}

    def complete(self, file: Path, line: int, column: int) -> dict[str, str]:
        """Return what is offered at a place (from 0): labels with their explanation."""
        found = self.request("textDocument/completion", self._at(file, line, column))
        items = found["items"] if isinstance(found, dict) else found or []
        return {one["label"]: str(one.get("documentation", "")) for one in items}

    def hover(self, file: Path, line: int, column: int) -> str:
        """Return what is explained at a place."""
        found = self.request("textDocument/hover", self._at(file, line, column))
        return "" if not found else str(found["contents"]["value"])

    def request(self, method: str, params: Any) -> Any:
        """Ask, and return the answer."""
        self._next += 1
        number = self._next
        self._send({"id": number, "method": method, "params": params})
        while number not in self._answers:
            self._take(self._came.get(timeout=60))
        return self._answers.pop(number)

    def _at(self, file: Path, line: int, column: int) -> dict[str, Any]:
        return {
            "textDocument": {"uri": file.as_uri()},
            "position": {"line": line, "character": column},
        }

    def _diagnostics(self, uris: set[str]) -> dict[str, list[dict[str, Any]]]:
        """Wait for the first diagnostics of each file, and for corrections of them that come at once."""
        found: dict[str, list[dict[str, Any]]] = {}
        while True:
            try:
                message = self._came.get(timeout=60 if uris - set(found) else 0.4)
            except Empty:
                assert uris <= set(found), f"no diagnostics came for {uris - set(found)}"
                return found
            if message.get("method") == "textDocument/publishDiagnostics":
                found[message["params"]["uri"]] = message["params"]["diagnostics"]
            else:
                self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        if "method" not in message:
            assert "error" not in message, message
            self._answers[message["id"]] = message.get("result")
        elif "id" in message:  # the server asks the editor
            answer: Any = None
            if message["method"] == "workspace/configuration":
                answer = [SETTINGS.get(one.get("section")) for one in message["params"]["items"]]
            self._send({"id": message["id"], "result": answer})

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(data), data))
        self._process.stdin.flush()

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        try:
            while True:
                length = 0
                while (line := stream.readline()) not in (b"\r\n", b""):
                    name, _, value = line.partition(b":")
                    length = int(value) if name.lower() == b"content-length" else length
                if not length:
                    return
                self._came.put(json.loads(stream.read(length)))
        except ValueError:  # closed
            return
