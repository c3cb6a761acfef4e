# Askaday and nothing else: `docker build --build-arg MODEL=yes --tag askaday .`
FROM python:3.13-slim AS build
# MODEL=yes puts the model that compares answers by meaning into the image (120 MB).
ARG MODEL=no
ENV UV_NO_CACHE=1 UV_LINK_MODE=copy XDG_DATA_HOME=/opt/askaday/share
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /src
COPY . .
RUN uv export --quiet --frozen --no-dev --no-emit-project --output-file requirements.txt \
    && uv build --quiet --wheel --out-dir dist \
    && uv venv --quiet /opt/askaday \
    && uv pip install --quiet --python /opt/askaday --no-deps --requirements requirements.txt dist/*.whl
RUN mkdir -p /opt/askaday/share \
    && if [ "$MODEL" = yes ]; then /opt/askaday/bin/askaday grading install-model; fi

FROM python:3.13-slim
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
