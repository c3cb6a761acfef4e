# Askaday and nothing else: `docker build --build-arg MODEL=yes --tag askaday .`
FROM python:3.13-slim AS build
# MODEL=yes puts the model that compares answers by meaning into the image (120 MB).
ARG MODEL=no
ENV UV_NO_CACHE=1 UV_LINK_MODE=copy XDG_DATA_HOME=/opt/askaday/share
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /src
COPY . .
# Its account may not write there: modules that are not compiled here would be compiled anew at each start and health check.
RUN uv export --quiet --frozen --no-dev --no-emit-project --extra postgres --output-file requirements.txt \
    && uv build --quiet --wheel --out-dir dist \
    && uv venv --quiet /opt/askaday \
    && uv pip install --quiet --compile-bytecode --python /opt/askaday --no-deps --requirements requirements.txt dist/*.whl
RUN mkdir -p /opt/askaday/share \
    && if [ "$MODEL" = yes ]; then /opt/askaday/bin/askaday grading install-model; fi

FROM python:3.13-slim
# POSTGRES=yes adds the programs that copy a database of PostgreSQL (60 MB), of version 17.
ARG POSTGRES=no
# Its version follows Debian's own corrections.
# hadolint ignore=DL3008
RUN if [ "$POSTGRES" = yes ]; then \
    apt-get update && apt-get install --yes --no-install-recommends postgresql-client-17 && rm -rf /var/lib/apt/lists/*; fi
RUN useradd --system --create-home --uid 10001 askaday && install --directory --owner askaday /data
COPY --from=build /opt/askaday /opt/askaday
ENV PATH="/opt/askaday/bin:$PATH" XDG_DATA_HOME=/opt/askaday/share \
    ASKADAY_DATABASE=/data/askaday.db ASKADAY_FETCH_MODEL=no
USER 10001
WORKDIR /data
VOLUME ["/data"]
HEALTHCHECK --interval=60s --timeout=20s --start-period=60s CMD ["askaday", "health"]
ENTRYPOINT ["askaday"]
CMD ["run"]
