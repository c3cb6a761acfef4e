import gc
import os
import tracemalloc
from pathlib import Path

import pytest

from bot.errors import PackError, PackProblem
from bot.packs.folder import MANIFEST as MANIFEST_FILE
from bot.packs.folder import pack_folders, question_files, read_pack
from bot.packs.library import PackLibrary
from bot.packs.writing import write_pack
from tests.content.shipped import PACK
from tests.packs.samples import HEADER, MANIFEST, make_pack, question_text
from tests.packs.small_disk import largest_file

_DOMAIN = "a host in lower case and nothing more, like docs.aws.amazon.com"


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(PackError) as caught:
        read_pack(folder)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


def test_pack_passes_over_what_is_no_question(tmp_path: Path) -> None:
    beside = dict.fromkeys(("README.md", "FACTS.md", "deep/FACTS.md", ".hidden/x.md"), "x")
    folder = make_pack(tmp_path / "demo", {"deep/standby.md": question_text(), **beside})

    pack = read_pack(folder).pack

    assert [question.ref for question in pack.questions] == ["demo/standby"]


def test_pack_with_byte_order_mark_and_windows_lines(tmp_path: Path) -> None:
    folder = make_pack(tmp_path / "demo")
    file = folder / "questions" / "standby.md"
    plain = read_pack(folder).pack
    file.write_bytes(b"\xef\xbb\xbf" + question_text().replace("\n", "\r\n").encode())

    assert read_pack(folder).pack == plain


def test_only_a_file_that_has_changed_is_parsed_again(tmp_path: Path) -> None:
    files = {f"{name}.md": question_text(HEADER.replace("standby", name)) for name in ("a", "b")}
    folder = make_pack(tmp_path / "demo", files)
    first = read_pack(folder).pack.questions

    (folder / "questions" / "b.md").write_text(question_text(HEADER.replace("standby", "b")).replace("does", "is"))
    second = read_pack(folder).pack.questions
    make_pack(tmp_path / "other", files, MANIFEST.replace("demo", "other"))
    other = read_pack(tmp_path / "other").pack.questions

    assert [one is before for one, before in zip(second, first, strict=True)] == [True, False]
    assert [one.prompt for one in second] == ["What does a standby do?", "What is a standby do?"]
    assert [one.ref for one in other] == ["other/a", "other/b"]


def test_problems_of_all_files_at_once(tmp_path: Path) -> None:
    files = {
        "a.md": question_text(HEADER.replace("standby", "a")),
        "deep/a.md": question_text(HEADER.replace("standby", "a")),
        "b.md": question_text(HEADER.replace("standby", "b").replace("databases", "edge")),
    }
    folder = make_pack(tmp_path / "demo", files, f"{MANIFEST}topics: [databases]\nname: twice\n")
    (folder / "questions" / "c.md").write_bytes(b"ok\n\xff\xfe")

    assert problems_of(folder) == [
        "pack.yaml:8: the key “name” is given twice",
        "questions/b.md:4: topics: names “edge”, which the manifest's topics do not list (databases)",
        "questions/c.md:2: is not UTF-8 text; save it as UTF-8",
        f"questions/deep/a.md:2: id: “a” is the id of {folder}/questions/a.md too",
    ]


@pytest.mark.parametrize("form", ["3", "two", "true", "2.0", "'2'"])
def test_pack_of_an_unknown_form(tmp_path: Path, form: str) -> None:
    folder = make_pack(tmp_path / "demo", manifest=f"{MANIFEST}form: {form}\n")

    saw = form.strip("'").replace("true", "True")
    assert problems_of(folder) == [
        f"pack.yaml:7: form: must be 2, or be left out: this version knows no other (saw {saw})"
    ]


@pytest.mark.parametrize(("line", "form"), [("", 1), ("form: 1\n", 1), ("form: 2\n", 2)])
def test_form_of_a_pack(tmp_path: Path, line: str, form: int) -> None:
    assert read_pack(make_pack(tmp_path / "demo", manifest=MANIFEST + line)).pack.form == form


def test_pack_of_form_2_can_be_asked_without_what_the_check_requires(tmp_path: Path) -> None:
    [question] = read_pack(make_pack(tmp_path / "demo", manifest=f"{MANIFEST}form: 2\n")).pack.questions

    assert (question.title, question.summary, question.key_points[0].name) == (
        "",
        "A standby takes over.",
        "A standby takes over.",
    )


@pytest.mark.parametrize(("number", "problems"), [(32, []), (33, ["has 33 entries; at most 32 are taken"])])
def test_number_of_topics(tmp_path: Path, number: int, problems: list[str]) -> None:
    topics = ", ".join(["databases", *(f"topic-{n}" for n in range(1, number))])
    folder = make_pack(tmp_path / "demo", manifest=f"{MANIFEST}topics: [{topics}]\n")

    assert PackLibrary([folder]).problems() == (
        {"": tuple(PackProblem(str(folder / "pack.yaml"), 7, f"topics: {problem}") for problem in problems)}
        if problems
        else {}
    )


def test_pack_without_manifest(tmp_path: Path) -> None:
    folder = make_pack(tmp_path / "demo")
    (folder / "pack.yaml").unlink()

    assert problems_of(folder) == ["pack.yaml: is missing"]


def test_pack_with_unusable_manifest(tmp_path: Path) -> None:
    folder = make_pack(tmp_path / "demo", manifest="name: [")
    other = make_pack(tmp_path / "other", manifest="name: x\n")

    assert problems_of(folder) == ["pack.yaml:2: is no valid YAML: did not find expected node content"]
    assert problems_of(other) == [
        f"pack.yaml:1: {key}: is missing" for key in ("title", "description", "version", "licence", "language")
    ]


def test_pack_with_reference_domains(tmp_path: Path) -> None:
    manifest = f"{MANIFEST}reference_domains: [docs.example.org, example.org]\n"

    assert read_pack(make_pack(tmp_path / "demo", manifest=manifest)).pack.reference_domains == (
        "docs.example.org",
        "example.org",
    )


@pytest.mark.parametrize("domain", ["https://example.org", "example.org/docs", "Example.org", "localhost", ""])
def test_pack_with_reference_domains_that_are_none(tmp_path: Path, domain: str) -> None:
    folder = make_pack(tmp_path / "demo", manifest=f"{MANIFEST}reference_domains: ['{domain}']\n")

    assert problems_of(folder) == [
        f"pack.yaml:7: reference_domains[1]: must be {_DOMAIN} (saw {domain})",
    ]


def test_pack_without_questions(tmp_path: Path) -> None:
    folder = make_pack(tmp_path / "demo")
    (folder / "questions" / "standby.md").unlink()

    assert problems_of(folder) == [f"{folder}: holds no questions (files *.md below it, README.md and FACTS.md aside)"]


def test_written_pack_reads_back(tmp_path: Path) -> None:
    pack = read_pack(make_pack(tmp_path / "demo")).pack

    write_pack(pack, tmp_path / "deep" / "copy", extra=[("note.txt", "n")])

    assert read_pack(tmp_path / "deep" / "copy").pack == pack
    assert [path.name for path in sorted((tmp_path / "deep").iterdir())] == ["copy"]


def test_writing_into_an_empty_folder(tmp_path: Path) -> None:
    pack = read_pack(make_pack(tmp_path / "demo")).pack
    (tmp_path / "empty").mkdir()

    write_pack(pack, tmp_path / "empty")

    assert read_pack(tmp_path / "empty").pack == pack


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("demo", "is not empty; name a new folder, or empty this one first"),
        ("demo/pack.yaml", "is a file; name a folder"),
        ("demo/pack.yaml/deeper", "cannot be made: {folder}/demo/pack.yaml is a file"),
        ("d" * 300, "cannot be written: File name too long"),
    ],
)
def test_writing_where_nothing_can_be_written(tmp_path: Path, name: str, reason: str) -> None:
    pack = read_pack(make_pack(tmp_path / "demo")).pack

    with pytest.raises(PackError) as caught:
        write_pack(pack, tmp_path / name)

    assert str(caught.value) == f"{tmp_path / name}: {reason.format(folder=tmp_path)}"


def test_writing_that_fails_leaves_nothing(tmp_path: Path) -> None:
    pack = read_pack(make_pack(tmp_path / "demo")).pack

    with pytest.raises(PackError):
        write_pack(pack, tmp_path / "copy", extra=[("no/such/folder", "x")])

    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_writing_to_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    pack = read_pack(make_pack(tmp_path / "demo")).pack

    with pytest.raises(PackError) as caught, largest_file(10):
        write_pack(pack, tmp_path / "copy")

    assert str(caught.value) == f"{tmp_path / 'copy'}: cannot be written: File too large"
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_folder_without_a_pack(tmp_path: Path) -> None:
    assert problems_of(tmp_path) == ["pack.yaml: is missing"]


def test_pack_with_a_pipe_for_a_manifest(tmp_path: Path) -> None:
    folder = make_pack(tmp_path / "demo")
    (folder / "pack.yaml").unlink()
    os.mkfifo(folder / "pack.yaml")

    assert problems_of(folder) == ["pack.yaml: is no ordinary file; copy what it gives into one"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("pack.yaml", "is a file; name the folder of a pack"), ("d" * 300, "cannot be read: File name too long")],
)
def test_folders_of_packs_that_are_none(tmp_path: Path, name: str, reason: str) -> None:
    file = make_pack(tmp_path / "demo") / name

    with pytest.raises(PackError) as caught:
        pack_folders(file)

    assert str(caught.value) == f"{file}: {reason}"


def test_library_gives_packs_by_name(tmp_path: Path) -> None:
    make_pack(tmp_path / "many" / "one")
    other = make_pack(tmp_path / "single", manifest=MANIFEST.replace("demo", "other"))

    library = PackLibrary([tmp_path / "many", other, tmp_path / "many"])

    assert list(library.packs()) == ["demo", "other"]
    assert library.packs() is library.packs()


def test_library_names_all_problems(tmp_path: Path) -> None:
    first = make_pack(tmp_path / "a" / "one")
    second = make_pack(tmp_path / "b")
    broken = make_pack(tmp_path / "c", {"x.md": "x"})
    (tmp_path / "empty").mkdir()

    library = PackLibrary([tmp_path / "a", second, broken, tmp_path / "empty", tmp_path / "gone"])
    with pytest.raises(PackError) as caught:
        library.require_sound()

    assert list(library.packs()) == ["demo"]
    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in caught.value.problems] == [
        f"b/pack.yaml:1: name: “demo” is the name of the pack in {first}/pack.yaml too",
        "c/questions/x.md:1: must begin with front matter: a line of three hyphens, YAML, a line of three hyphens",
        "empty: holds no pack (a folder with pack.yaml)",
        "gone: is no folder",
    ]


def test_what_a_process_of_the_same_number_has_left_is_in_nobodys_way(tmp_path: Path) -> None:
    pack = read_pack(make_pack(tmp_path / "demo")).pack
    (tmp_path / "deep" / f".copy.{os.getpid()}.partial" / "questions").mkdir(parents=True)

    write_pack(pack, tmp_path / "deep" / "copy")

    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["copy"]


def test_a_pack_takes_at_most_four_times_the_memory_of_its_files(tmp_path: Path) -> None:
    files = {file.name: file.read_text() for file in sorted(question_files(PACK))[:40]}
    folder = make_pack(tmp_path / "aws", files, (PACK / MANIFEST_FILE).read_text())

    tracemalloc.start()
    held = read_pack(folder)
    gc.collect()
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()

    assert len(held.pack.questions) == len(files)
    assert taken / sum(map(len, files.values())) < 4
