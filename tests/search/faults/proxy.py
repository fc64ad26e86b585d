"""A small TCP proxy between the site and the node, which can refuse, swallow, or break off in the middle."""

import contextlib
import socket
import threading
from types import TracebackType
from urllib.parse import urlsplit


class Proxy:
    """`mode`: `pass`; `refuse`: nobody listens; `swallow`: accepts and never answers; `cut`: forwards a bulk request, then hangs up
    in place of the answer."""

    def __init__(self, target: str) -> None:
        split = urlsplit(target)
        self.target = (split.hostname or "", split.port or 9200)
        self.mode = "pass"
        self.swallowed = 0
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._ended = False
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _listen(self, port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
        listener.settimeout(0.1)
        return listener

    def turn(self, mode: str) -> None:
        """Connections that are open end, so that the next request meets the new mode."""
        self.mode = mode
        if mode == "refuse":
            self._listener.close()
        elif self._listener.fileno() < 0:
            self._listener = self._listen(self.port)
        self._hang_up()

    def _hang_up(self) -> None:
        with self._guard:
            for each in self._open:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while not self._ended:
            try:
                near, _address = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                threading.Event().wait(0.02)
                continue
            threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        near.settimeout(None)
        with near, socket.socket() as far, self._known(near, far):
            if self.mode == "swallow":
                self.swallowed += 1
                with contextlib.suppress(OSError):
                    while near.recv(65_536):
                        pass
                return
            with contextlib.suppress(OSError):
                far.connect(self.target)
                cutting = threading.Event()
                back = threading.Thread(target=self._answers, args=(far, near, cutting), daemon=True)
                back.start()
                self._questions(near, far, cutting)
                back.join()

    @contextlib.contextmanager
    def _known(self, *sockets: socket.socket):  # type: ignore[no-untyped-def]
        with self._guard:
            self._open.update(sockets)
        try:
            yield
        finally:
            with self._guard:
                self._open.difference_update(sockets)

    def _questions(self, near: socket.socket, far: socket.socket, cutting: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := near.recv(65_536):
                if self.mode == "cut" and b"/_bulk" in data[:400]:
                    cutting.set()
                far.sendall(data)
        self._end(near, far)

    def _answers(self, far: socket.socket, near: socket.socket, cutting: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := far.recv(65_536):
                if cutting.is_set():
                    break
                near.sendall(data)
        self._end(near, far)

    def _end(self, *sockets: socket.socket) -> None:
        for each in sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> "Proxy":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._ended = True
        self._hang_up()
        self._thread.join()
        self._listener.close()
