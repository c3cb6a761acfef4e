from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from bot.domain.question import Pack
from bot.errors import PackError
from bot.packs.exporting import ExportForm, export_text, lost_in, write_export
from bot.packs.folder import read_pack
from bot.packs.importing.importer import Wanted, import_file
from bot.packs.writing import write_pack
from tests.packs.samples import make_pack
from tests.packs.small_disk import largest_file
from tests.packs.strategies import packs


@pytest.mark.repeats
@pytest.mark.parametrize("form", [ExportForm.JSON, ExportForm.YAML, ExportForm.CSV])
@settings(max_examples=40)
@given(pack=packs())
def test_import_of_an_export_is_the_same_pack(form: ExportForm, pack: Pack) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"pack.{form}"
        write_export(export_text(pack, form), file)

        imported = import_file(file, Wanted(), date(2026, 11, 21))

    assert (imported.pack, imported.problems) == (pack, ())


@pytest.mark.repeats
@settings(max_examples=40)
@given(pack=packs())
def test_written_folder_reads_back(pack: Pack) -> None:
    with TemporaryDirectory() as folder:
        write_pack(pack, Path(folder) / "pack")

        assert read_pack(Path(folder) / "pack").pack == pack


def refusal(file: Path) -> str:
    with pytest.raises(PackError) as caught:
        write_export("x" * 1000, file)
    return str(caught.value)


def test_export_to_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path}: is a folder; name a file in it"


def test_export_to_a_device() -> None:
    file = Path("/dev/full")

    assert (refusal(file), file.is_char_device()) == (
        "/dev/full: is no ordinary file; send standard output there instead", True,
    )  # fmt: skip


def test_export_into_what_takes_no_files(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert refusal(tmp_path / "file" / "x.json") == f"{tmp_path}/file/x.json: cannot be written: Not a directory"
    assert refusal(Path("/proc/x.json")) == "/proc/x.json: cannot be written: No such file or directory"


def test_export_to_a_full_disk_keeps_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "demo.json"
    file.write_text("before", encoding="utf-8")

    with largest_file(10):
        said = refusal(file)

    assert said == f"{file}: cannot be written: File too large"
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("demo.json", "before")]


def test_export_through_a_link(tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to("demo.json")

    write_export("x", link)

    assert (link.is_symlink(), (tmp_path / "demo.json").read_text(encoding="utf-8")) == (True, "x")


def test_export_as_text(tmp_path: Path) -> None:
    pack = read_pack(make_pack(tmp_path / "demo")).pack

    assert export_text(pack, ExportForm.CSV) == (
        "id,title,level,topics,services,family,split_from,exam,minutes,short_answer,key_points,at_least,hint,hints,"
        "choices,choices_prompt,references,verified,review_by,author,draft,"
        "prompt,model_answer,pack.name,pack.title,pack.description,pack.version,pack.licence,pack.language,pack.topics,"
        "pack.reference_domains,pack.form\r\n"
        "standby,,associate,databases,,,,,,,A standby takes over.,,,,,,,2026-01-01,2026-06-01,,,"
        "What does a standby do?,A standby takes over.,demo,Demo,A pack.,1.0.0,MIT,en,,,\r\n"
    )


def test_anki_holds_questions_choices_and_topics(tmp_path: Path) -> None:
    file = tmp_path / "bank.csv"
    file.write_text(
        "question,option 1,option 2,option 3,correct,explanation,category\n"
        'What is a port?,a host,a number,,2,It stands "beside" an address.,net\n'
        'Which are encrypted?,SSH,FTP,HTTPS,"1,3",,net\n',
        encoding="utf-8",
    )
    pack = import_file(file, Wanted(), date(2026, 11, 28)).pack
    text = export_text(pack, ExportForm.ANKI)
    (tmp_path / "back.txt").write_text(text, encoding="utf-8")

    again = import_file(tmp_path / "back.txt", Wanted(), date(2026, 11, 28))

    assert again.pack.questions == pack.questions
    assert lost_in(pack, ExportForm.ANKI) == [
        "1 question with reasons for choices",
        "ids, levels and dates of all questions, and pack.yaml but its name",
    ]
