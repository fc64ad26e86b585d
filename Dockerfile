# The site as operators run it; compose.yaml beside this file puts a database and the duties next to it.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=config.settings.production XINGLIN_HOME=/var/lib/xinglin
RUN useradd --system --home-dir /var/lib/xinglin --create-home xinglin
# Certificates are set in a Chinese font.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/xinglin
# With the client of Elasticsearch, so that a setting alone turns it on.
COPY requirements-elasticsearch.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements-elasticsearch.txt
COPY . .
USER xinglin
EXPOSE 8000
CMD ["gunicorn", "--config", "gunicorn.conf.py", "--bind", "0.0.0.0:8000", "config.wsgi"]
