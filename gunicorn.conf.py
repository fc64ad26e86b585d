"""How gunicorn serves the site; what is given on its command line wins."""

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
