# The V1 facade. Build: docker build -t pgbridge-facade .
FROM python:3.13-slim AS build
COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /usr/local/bin/uv
WORKDIR /build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PROJECT_ENVIRONMENT=/opt/pgbridge
COPY . .
RUN uv sync --frozen --no-dev --no-editable --all-packages --extra cli --extra server --extra postgres

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin pgbridge
COPY --from=build /opt/pgbridge /opt/pgbridge
ENV PATH=/opt/pgbridge/bin:$PATH PYTHONUNBUFFERED=1
USER 10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=2)"]
ENTRYPOINT ["pgbridge", "facade", "--host", "0.0.0.0", "--port", "8080"]
CMD ["--config", "/etc/pgbridge/pgbridge.toml"]
