"""The image's own commands, run in an empty environment: the wheel has all it needs, and what it installs works."""

import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.askaday import clean_environment
from tests.content.shipped import ROOT

#: Where the image has what is built, and what it is built from.
_BUILT, _SOURCE = "/opt/askaday", "/src"
_UV = ROOT / ".venv-uv" / "bin"
#: Compiles all that is installed, which took half of the time here: what a test runs is compiled as it is imported.
_COMPILING = " --compile-bytecode"
_NOT_IN_IMAGES = {"PYTHONPATH", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE"}


def stages() -> list[list[tuple[str, str]]]:
    """Give the instructions of the Dockerfile by stage, each on one line."""
    lines = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text()).splitlines()
    read = [tuple(line.split(" ", 1)) for line in lines if line and not line.startswith("#")]
    begins = [number for number, one in enumerate(read) if one[0] == "FROM"] + [len(read)]
    return [[(one[0], one[1]) for one in read[begin:end]] for begin, end in pairwise(begins)]


def copied(target: Path) -> None:
    """Copy what git has of the checkout, as far as `.dockerignore` lets it into the image."""
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    let_in = [line.removeprefix("!") for line in ignored if line.startswith("!")]
    files = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *let_in],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for name in files:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target / name)


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Give an environment that knows nothing of this checkout."""
    clean = clean_environment(folder, PYTHON_COLORS="0", ASKADAY_MODEL_DIR=str(folder / "model"), **more)
    return {name: value for name, value in clean.items() if name not in _NOT_IN_IMAGES}


class Image:
    """What the Dockerfile's build stage has made, in folders of their own."""

    def __init__(self, folder: Path) -> None:
        self.built, self.source = folder / "askaday", folder / "src"
        self.source.mkdir()
        copied(self.source)
        path = f"{_UV}:{os.environ['PATH']}"
        for kind, command in stages()[0]:
            # uv itself is there; of the cache it takes what the checkout's own environment was made from.
            if kind == "RUN" and not command.startswith("pip install"):
                here = command.replace(_BUILT, str(self.built)).replace(_SOURCE, str(self.source))
                subprocess.run(
                    ["sh", "-euc", here.replace(_COMPILING, "")],
                    cwd=self.source,
                    env=environment(folder, PATH=path, MODEL="no", UV_PYTHON=sys.executable),
                    check=True,
                )

    def run(self, folder: Path, *words: str, **settings: str) -> tuple[int, str, str]:
        done = subprocess.run(
            [self.built / "bin" / "askaday", *words],
            cwd=folder,
            env=environment(folder, **settings),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    if not (_UV / "uv").exists():
        pytest.skip("uv is not where make puts it")
    return Image(tmp_path_factory.mktemp("image"))


def test_the_wheel_holds_packs_vectors_and_schemas(image: Image) -> None:
    [wheel] = (image.source / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        inside = {name for name in opened.namelist() if ".dist-info/" not in name}
    tracked = subprocess.run(
        ["git", "ls-files", "bot", "adapters", "scheduler", "content"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    # Readers of code alone need these.
    assert sorted(set(tracked) - inside) == ["adapters/console/README.md"]
    assert (
        sorted(name for name in inside if name.split("/")[0] not in {"bot", "adapters", "scheduler", "content"}) == []
    )


@pytest.mark.usefixtures("image")
def test_what_is_installed_is_compiled() -> None:
    [installing] = [command for kind, command in stages()[0] if kind == "RUN" and "uv pip install" in command]
    shown = subprocess.run([_UV / "uv", "pip", "install", "--help"], capture_output=True, text=True, check=True).stdout

    assert (_COMPILING in installing, _COMPILING in shown) == (True, True)


def test_what_was_installed_works_by_itself(image: Image, tmp_path: Path) -> None:
    demo = image.run(tmp_path, "demo", "--no-model")
    doctor = image.run(tmp_path, "doctor")
    checked = image.run(tmp_path, "packs", "check", "--strict", str(image.source / "content" / "aws"))

    assert (demo[0], demo[2], demo[1].count("│ Question of the day: ")) == (0, "", 1)
    assert (doctor[0], doctor[2], doctor[1].splitlines()[-1]) == (0, "", "Nothing has failed; mind the warnings.")
    assert (checked[0], checked[2]) == (0, "")


def test_what_was_installed_runs_until_it_is_stopped_and_is_well_meanwhile(image: Image, tmp_path: Path) -> None:
    last = dict(stages()[-1])
    # As the image starts it, and as it looks after its health.
    assert (last["ENTRYPOINT"], last["CMD"]) == ('["askaday"]', '["run"]')
    assert last["HEALTHCHECK"].endswith('CMD ["askaday", "health"]')
    with subprocess.Popen(
        [image.built / "bin" / "askaday", "run"],
        cwd=tmp_path,
        env=environment(tmp_path, ASKADAY_LOG_FORMAT="json"),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        started = next(line for line in lines if '"event": "running"' in line)
        health = image.run(tmp_path, "health")
        process.send_signal(signal.SIGTERM)
        rest = list(lines)

    assert ("console" in started, health[0], health[2]) == (True, 0, "")
    assert any('"event": "stopping"' in line for line in rest)
    assert process.returncode == 0


def test_the_image_s_settings_are_settings() -> None:
    from bot.config.settings import variables  # noqa: PLC0415 - the tests above need nothing of this checkout's

    named: Mapping[str, str] = dict(part.split("=", 1) for part in re.findall(r"\S+=\S+", dict(stages()[-1])["ENV"]))

    assert {name for name in named if name.startswith("ASKADAY_")} - set(variables()) == set()
