# Citeweave with its weights inside: it runs without a network, as nobody in particular, on a read-only disk.
#
#   docker build --build-arg TORCH_INDEX=<index of PyTorch's CPU builds> --tag citeweave .
#
# Without TORCH_INDEX pip takes PyPI's torch, which on x86-64 Linux is the CUDA build and several times larger.

ARG PYTHON_IMAGE=python:3.11-slim

FROM ${PYTHON_IMAGE} AS build
ARG TORCH_VERSION=2.13.0
ARG TORCH_INDEX=
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/citeweave
ENV PATH=/opt/citeweave/bin:$PATH
RUN pip install "torch==${TORCH_VERSION}" ${TORCH_INDEX:+--index-url "${TORCH_INDEX}"}

# What Citeweave needs, before Citeweave itself: a change of code does not install it all again.
WORKDIR /src
COPY requirements.lock ./
RUN pip install --require-hashes --no-deps -r requirements.lock

# The weights need no more than models/ to be fetched and converted.
COPY models models
RUN python -c "from pathlib import Path; from models.weights import fetch; fetch(None, Path('/opt/models'), print)"

COPY pyproject.toml README.md LICENSE ./
COPY examples examples
COPY service service
RUN pip install --no-deps --no-build-isolation .

FROM ${PYTHON_IMAGE}
RUN useradd --system --uid 10001 --no-create-home --home-dir /tmp citeweave \
    && install --directory --owner 10001 --mode 0700 /data
COPY --from=build /opt/citeweave /opt/citeweave
COPY --from=build /opt/models /opt/models
ENV PATH=/opt/citeweave/bin:$PATH \
    CITEWEAVE_MODELS_DIR=/opt/models \
    HF_HUB_OFFLINE=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /tmp
USER 10001
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/readyz', timeout=4)"]
CMD ["citeweave", "serve", "--host", "0.0.0.0", "--port", "8080"]
