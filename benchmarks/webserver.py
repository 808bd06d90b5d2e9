"""nginx on a free loopback port, with a configuration of its own, stopped by its own process id."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"  # Debian's is not on a user's PATH
START_SECONDS = 10

CONFIGURATION = """
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    types {{ text/html html; application/rss+xml xml; text/plain txt; }}
    charset utf-8;
    server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


def is_installed() -> bool:
    """Whether there is an nginx to serve with."""
    return os.access(NGINX, os.X_OK)


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(root: Path, folder: Path, port: int) -> Iterator[None]:
    """Serve `root` at 127.0.0.1:`port` until the block ends; `folder` takes nginx's own files."""
    folder.mkdir(parents=True, exist_ok=True)
    user = "user root;" if os.geteuid() == 0 else ""  # its workers must be able to read our temporary folder
    configuration = folder / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(user=user, folder=folder, root=root, port=port), encoding="utf-8")
    server = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(configuration)], stderr=subprocess.DEVNULL)
    try:
        _wait_until_it_answers(server, port, folder)
        yield
    finally:
        server.terminate()
        server.wait()


def _wait_until_it_answers(server: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    opener, deadline = build_opener(ProxyHandler({})), time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            opener.open(f"http://127.0.0.1:{port}/robots.txt", timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    log = folder / "error.log"
    raise RuntimeError(f"nginx did not answer: {log.read_text(encoding='utf-8') if log.exists() else server.poll()}")
