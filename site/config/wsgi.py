"""What gunicorn serves; production unless the environment says otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()

from articles.attribution.similarity import signatures  # noqa: E402, F401  (loads scipy now, so that no author waits for it)
from articles.checks import refuse_to_start_without_a_key  # noqa: E402  (needs the apps)

refuse_to_start_without_a_key()
