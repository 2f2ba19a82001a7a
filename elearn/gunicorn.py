"""How gunicorn serves the site: `gunicorn elearn.wsgi --config elearn/gunicorn.py`.

Every value can be overridden on the command line or in GUNICORN_CMD_ARGS.
"""

import multiprocessing
import os

workers = int(os.environ.get("WEB_CONCURRENCY", min(4, multiprocessing.cpu_count())))
# A worker that hangs longer than this is replaced.
timeout = 30
graceful_timeout = 30
# Load the site once and share its memory between the workers.
preload_app = True
# Workers are replaced now and then, not all at once, so that no leak adds up.
max_requests = 20_000
max_requests_jitter = 2_000
# gunicorn 27 would write a socket into the home directory of whoever starts it.
control_socket_disable = True
# No log of requests: a survey's time and address must not be written down.
accesslog = None
errorlog = "-"
loglevel = "warning"
