"""How gunicorn serves the site; what is given on its command line wins."""

from threading import Thread
from typing import Any

pythonpath = "site"
workers = 2
threads = 4
worker_class = "gthread"
timeout = 60
limit_request_line = 8190
max_requests = 5000
max_requests_jitter = 500
accesslog = None
errorlog = "-"
# Nothing outside the site's own folder is written.
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """A fresh worker serves at once and meanwhile reads what its first search would wait for."""
    from search.engine import warm

    Thread(target=warm, name="search-warm", daemon=True).start()
