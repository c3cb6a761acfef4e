import json
from dataclasses import replace
from pathlib import Path
from threading import Timer

import pytest
from typer.testing import CliRunner, Result

from bot.cli.packs.app import packs_app
from bot.errors import AskadayError, InputError, PackError
from bot.packs.schema import schema_text
from bot.packs.writing import write_pack
from tests.packs.rules.questions import POINTS, QUESTION, loaded
from tests.packs.samples import HEADER, MANIFEST, make_pack, question_text

FULL = HEADER + (
    "at_least: 1\nhint: Think.\nchoices: [{text: A, right: true}, {text: B}]\nchoices_prompt: Which?\nauthor: Me\n"
    "references: [{title: T, url: 'https://example.org'}]\n"
)
PAGE = "1.\n\nWhat is it?\n\nAnswer\n\nThis is it.\n\n2.\n\nWhy?\n\nAnswer\n\n# Broken\n"


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(packs_app, [str(argument) for argument in arguments])
    if isinstance(result.exception, AskadayError):
        raise result.exception
    return result


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = make_pack(tmp_path / "team", {"standby.md": question_text(FULL)})
    monkeypatch.setenv("ASKADAY_PACKS", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """Give the folder of a pack that keeps all rules."""
    answer = " ".join(point.text for point in POINTS)
    question = replace(QUESTION, model_answer=f"{answer} {QUESTION.model_answer}")
    write_pack(loaded(question).pack, tmp_path / "demo")
    return tmp_path / "demo"


def without_hint(pack: Path) -> Path:
    file = pack / "questions" / "standby.md"
    file.write_text(file.read_text(encoding="utf-8").replace("hint: Think.\n", ""), encoding="utf-8")
    return file


@pytest.mark.usefixtures("team")
def test_list() -> None:
    lines = run("list").stdout.splitlines()

    assert [line for line in lines if line.startswith("demo")] == ["demo\tDemo\t1.0.0\ten\tMIT\t1"]


@pytest.mark.usefixtures("team")
def test_list_as_json() -> None:
    rows = json.loads(run("list", "--json").stdout)

    assert [row for row in rows if row["name"] == "demo"] == [
        {"questions": 1, "name": "demo", "title": "Demo", "version": "1.0.0", "language": "en", "licence": "MIT"}
    ]


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize("ref", ["standby", "demo/standby"])
def test_show(ref: str) -> None:
    assert run("show", ref).stdout == (
        "# demo/standby\n\nassociate · databases\n\n## Prompt\n\nWhat does a standby do?\n\nHint: Think.\n\n"
        "## Choices\n\nWhich?\n\n- [x] A\n- [ ] B\n\n## Model answer\n\nA standby takes over.\n\n"
        "## Key points (1 of 1 needed)\n\n- A standby takes over.\n\n## References\n\n- T: https://example.org\n\n"
        "Verified 2026-01-01, review by 2026-06-01, by Me\n"
    )


@pytest.mark.usefixtures("team")
def test_show_unknown_question() -> None:
    with pytest.raises(InputError, match=r"There is no question or pack “stanby”\. Did you mean `standby`\?"):
        run("show", "stanby")


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize("ref", ["demo", "team"])
def test_show_pack(ref: str) -> None:
    assert run("show", ref).stdout == "standby\tassociate\tdatabases\tWhat does a standby do?\n"


@pytest.mark.usefixtures("team")
def test_show_unknown_pack() -> None:
    with pytest.raises(InputError, match=r"There is no question or pack “dmo”\. Did you mean `demo`\?"):
        run("show", "dmo")


def test_show_ambiguous_question(team: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = make_pack(tmp_path / "other", manifest=MANIFEST.replace("demo", "other"))
    monkeypatch.setenv("ASKADAY_PACKS", f"{team},{other}")

    with pytest.raises(InputError, match=r"Several packs have a question “standby”\. Say which: demo/standby, other/"):
        run("show", "standby")


def test_check(sound: Path) -> None:
    assert run("check", sound, "--graded").stdout == "1 question, no problems\n"


def test_check_with_advice(sound: Path) -> None:
    file = without_hint(sound)

    assert run("check", sound).stdout == (
        f"{file}:1: advice: hint: is missing [without-hint]\n1 question, no problems, 1 piece of advice\n"
    )


def test_check_that_is_strict(sound: Path) -> None:
    file = without_hint(sound)

    result = run("check", sound, "--strict")

    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        f"{file}:1: hint: is missing [without-hint]\naskaday: 1 problem in 1 file.\n",
    )


@pytest.mark.parametrize("options", [(), ("--strict",)], ids=["plain", "strict"])
def test_check_counts_what_it_does_not_refuse(tmp_path: Path, options: tuple[str, ...]) -> None:
    labels = ("Standby takes over", "Clients reconnect", "Backups from copy", "Price doubles")
    points = tuple(replace(point, label=label) for point, label in zip(POINTS, labels, strict=True))
    question = replace(QUESTION, title="A primary fails", short_answer="It takes over.", key_points=points)
    folder = tmp_path / "demo"
    write_pack(replace(loaded(question).pack, form=2), folder)

    result = run("check", folder, *options)

    counted = ["without minutes: standby [without-minutes]"]
    counted += ["with prompts of other than 25 to 50 words: standby [other-prompt-length]"]
    lines = [f"{folder}/pack.yaml:1: advice: 1 question {one}" for one in counted]
    assert (result.exit_code, result.stderr, result.stdout.splitlines()) == (
        0,
        "",
        [*lines, "1 question, no problems, 2 pieces of advice"],
    )


def test_check_names_the_problems_of_all_folders(tmp_path: Path) -> None:
    broken = make_pack(tmp_path / "all" / "broken", {"standby.md": "x", "other.md": "x"})
    second = make_pack(tmp_path / "all" / "second", manifest="title: 7\n" + MANIFEST.replace("title: Demo\n", ""))
    (tmp_path / "empty").mkdir()
    reason = "must begin with front matter: a line of three hyphens, YAML, a line of three hyphens"

    result = run("check", tmp_path / "all", tmp_path / "empty")

    assert result.stderr.splitlines() == [
        f"{broken}/questions/other.md:1: {reason}",
        f"{broken}/questions/standby.md:1: {reason}",
        f"{second}/pack.yaml:1: title: must be text; put it in quotes (saw 7)",
        f"{tmp_path}/empty: holds no pack (a folder with pack.yaml)",
        "askaday: 4 problems in 4 files.",
    ]


def test_check_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"There is no file or folder “.*gone”"):
        run("check", tmp_path / "gone")


def test_import(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text(PAGE.partition("\n\n2.")[0])

    result = run("import", file, "--out", tmp_path / "new")

    report = (tmp_path / "new" / "import-report.txt").read_text(encoding="utf-8")
    assert (result.stdout, result.stderr) == (f"{report}Wrote 1 question to {tmp_path / 'new'}.\n", "")
    assert [path.name for path in (tmp_path / "new" / "questions").iterdir()] == ["question.md"]


def test_import_writes_nothing_unless_all_is_well(tmp_path: Path) -> None:
    file = tmp_path / "q.json"
    file.write_text('[{"prompt": "P", "model_answer": "So."}, {"prompt": "P"}]')

    result = run("import", file, "--out", tmp_path / "deep" / "new")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"{file}: question 2: model_answer: is missing\n"
        "askaday: 1 problem in 1 file. Nothing is written. --keep-going leaves out what has problems.\n"
    )
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("options", [["--dry-run"], []])
def test_import_of_nothing(tmp_path: Path, options: list[str]) -> None:
    with pytest.raises(InputError, match=r"There is no file or folder “.*gone”"):
        run("import", tmp_path / "gone", *options)


@pytest.mark.parametrize(("options", "last"), [([], "… 14 more lines in {out}/import-report.txt"), (["--dry-run"], "")])
def test_import_with_a_long_report(tmp_path: Path, options: list[str], last: str) -> None:
    file, out = tmp_path / "q.json", tmp_path / "new"
    file.write_text(
        json.dumps([{"prompt": f"What is {number}?", "model_answer": "So it is."} for number in range(100)])
    )

    lines = run("import", file, "--out", out, *options).stdout.splitlines()

    assert [line for line in lines if line.startswith("…")] == [last.format(out=out)] * bool(last)
    assert len(lines) == (136 if options else 102)


@pytest.mark.parametrize(("patience", "shown"), [(0.0, ["Reading", "Importing"]), (3600.0, [])])
def test_how_far_an_import_is_stands_in_a_terminal_once_it_has_taken_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patience: float, shown: list[str]
) -> None:
    class Immediate(Timer):
        def start(self) -> None:
            if self.interval == 0:
                self.function()

    monkeypatch.setattr("bot.cli.packs.importing.Timer", Immediate)
    monkeypatch.setattr("bot.cli.packs.importing._PATIENCE", patience)
    monkeypatch.setenv("FORCE_COLOR", "1")
    file = tmp_path / "bank.csv"
    file.write_text("question,answer\nWhat is a port?,A number beside an address.\n", encoding="utf-8")

    result = run("import", file, "--out", tmp_path / "new")

    assert [step for step in ("Reading", "Importing") if step in result.stderr] == shown


def test_import_that_keeps_going(tmp_path: Path) -> None:
    file = tmp_path / "q.json"
    file.write_text('[{"prompt": "P", "model_answer": "So."}, {"prompt": "P"}]')

    result = run("import", file, "--out", tmp_path / "new", "--keep-going", "--name", "mine")

    assert result.stderr == (f"left out: {file}: question 2: model_answer: is missing\n")
    assert [path.name for path in (tmp_path / "new" / "questions").iterdir()] == ["p.md"]


def test_import_dry_run_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "q.csv"
    file.write_text("F,answer\nWhat?,This.\n")

    result = run("import", file, "--dry-run", "--map", "F=prompt", "--format", "csv")

    assert result.stdout.splitlines()[-1] == "Would write 1 question."
    assert list(tmp_path.iterdir()) == [file]


def test_import_over_another_pack(tmp_path: Path) -> None:
    folder = make_pack(tmp_path / "demo")

    with pytest.raises(PackError, match="is not empty; name a new folder"):
        run("import", folder / "pack.yaml", "--out", folder)


@pytest.mark.parametrize("arguments", [["import", "q.csv"], ["import", "q.csv", "--dry-run", "--map", "F"], ["check"]])
def test_misuse(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "q.csv").touch()
    assert run(*arguments).exit_code == 2


def test_export_by_folder_and_by_name(team: Path, tmp_path: Path) -> None:
    by_folder = run("export", team, "--format", "yaml").stdout

    run("export", "demo", "--format", "yaml", "--out", tmp_path / "demo.yaml")

    assert (tmp_path / "demo.yaml").read_text(encoding="utf-8") == by_folder


@pytest.mark.usefixtures("team")
def test_export_unknown_pack() -> None:
    with pytest.raises(InputError, match=r"There is no pack or folder “nothing”\. Packs: "):
        run("export", "nothing")


@pytest.mark.parametrize("kind", ["question", "pack"])
def test_schema(kind: str) -> None:
    assert run("schema", kind).stdout == schema_text(kind)


def test_import_dry_run_shows_the_first_questions_as_they_are_asked(tmp_path: Path) -> None:
    file = tmp_path / "q.csv"
    rows = "".join(f"Which is number {number}?,one,two,{'AB'[number % 2]},Some Category\n" for number in range(5))
    file.write_text(f"question,option 1,option 2,answer,category\n{rows}")

    lines = run("import", file, "--dry-run", "--topic", "some category=numbers").stdout.splitlines()

    assert [line.strip("│ ") for line in lines if "Question of the day" in line] == [
        "Question of the day: Numbers · associate"
    ] * 3
    assert [line for line in lines if line.startswith("right: ")] == ["right: one", "right: two", "right: one"]
    assert lines[-1] == "Would write 5 questions."


@pytest.mark.parametrize("topic", ["=x", "a="])
def test_import_with_a_topic_that_is_none(tmp_path: Path, topic: str) -> None:
    file = tmp_path / "q.csv"
    file.write_text("question,answer\nWhat is it?,It is this.\n")

    assert run("import", file, "--dry-run", "--topic", topic).exit_code == 2


def test_import_with_a_table_of_topics(tmp_path: Path) -> None:
    file, table = tmp_path / "q.csv", tmp_path / "topics.txt"
    file.write_text("question,answer,tags\nWhat is it?,It is this thing.,x\nWhy is it?,It is for that.,\n")
    table.write_text("X=letters\nothers\n")

    run("import", file, "--out", tmp_path / "new", "--topic", table)

    shown = run("show", tmp_path / "new").stdout.splitlines()
    assert [line.split("\t")[2:] for line in shown] == [["letters", "What is it?"], ["others", "Why is it?"]]
