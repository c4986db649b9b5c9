"""The WSGI application: every page. `asgi.py` serves it beside the live streams."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
