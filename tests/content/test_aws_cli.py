import pytest

from tests.content.aws_cli import block_commands, faults, inline_commands, shell_commands
from tests.content.shipped import shipped_pack

QUESTIONS = shipped_pack().pack.questions


@pytest.fixture(autouse=True)
def no_account(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let no settings of the machine's user change what the AWS CLI knows."""
    nowhere = tmp_path_factory.getbasetemp() / "no-aws-settings"
    monkeypatch.setenv("AWS_CONFIG_FILE", str(nowhere))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(nowhere))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.delenv("AWS_PROFILE", raising=False)


def test_commands_of_the_pack_exist_with_their_options() -> None:
    texts = {question.id: f"{question.prompt}\n\n{question.model_answer}" for question in QUESTIONS}

    in_blocks = {(id_, fault) for id_, text in texts.items() for one in block_commands(text) for fault in faults(one)}
    in_lines = {
        (id_, fault)
        for id_, text in texts.items()
        for one in inline_commands(text)
        for fault in faults(one, complete=False)
    }

    assert (in_blocks, in_lines) == (set(), set())


def test_commands_of_the_pack_are_found() -> None:
    blocks = [question.model_answer.count("```bash") for question in QUESTIONS]

    commands = [len(block_commands(question.model_answer)) for question in QUESTIONS]

    assert [bool(found) for found in commands] == [bool(found) for found in blocks]
    assert sum(blocks) > 0


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("aws s3 ls", [["aws", "s3", "ls"]]),
        ("aws s3 ls \\\n  --human  # all\naws s3 mb x", [["aws", "s3", "ls", "--human"], ["aws", "s3", "mb", "x"]]),
        ("aws s3 ls | sort && aws s3 ls; echo aws", [["aws", "s3", "ls"], ["aws", "s3", "ls"]]),
        ("AWS_PROFILE=shop aws s3 ls > list.txt", [["aws", "s3", "ls"]]),
        ('id=$(aws s3 ls)\naws s3 rb "$id"', [["aws", "s3", "ls"], ["aws", "s3", "rb", "$id"]]),
        ("aws a b --key '{\"pk\":\n \"band#7 | x\"}'", [["aws", "a", "b", "--key", '{"pk":\n "band#7 | x"}']]),
        ("# aws s3 ls\n\necho done", []),
    ],
)  # fmt: skip
def test_words_of_a_script(script: str, expected: list[list[str]]) -> None:
    assert list(shell_commands(script)) == expected


def test_blocks_and_inline_commands_of_a_text() -> None:
    text = "Use `aws s3 ls --recursive`, not `awk`:\n\n```bash\naws s3 mb s3://x\n```\n\n```text\naws s3 rb s3://x\n```"

    assert (block_commands(text), inline_commands(text)) == (
        [["aws", "s3", "mb", "s3://x"]],
        [["aws", "s3", "ls", "--recursive"]],
    )


@pytest.mark.parametrize(
    "command",
    [
        "aws s3 cp a s3://b/c --sse aws:kms --region eu-west-1",
        "aws ec2 create-network-acl-entry --network-acl-id a --rule-number=1 --protocol 6 --rule-action deny --ingress",
        "aws s3api wait object-exists --bucket a --key b",
        "aws rds reboot-db-instance --cli-input-json file://reboot.json",
    ],
)
def test_command_without_fault(command: str) -> None:
    assert faults(command.split()) == []


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("aws s4 cp", "“aws” has no command “s4”"),
        ("aws rds list-perf-insights-metrics", "“aws rds” has no command “list-perf-insights-metrics”"),
        ("aws s3api wait for-it", "“aws s3api wait” has no command “for-it”"),
        ("aws s3 cp a b --metadata-derivative x", "there is no option --metadata-derivative"),
        ("aws rds reboot-db-instance --force-failover", "the option --db-instance-identifier is missing"),
    ],
)
def test_command_with_a_fault(command: str, expected: str) -> None:
    assert faults(command.split()) == [expected]


def test_incomplete_command_in_a_line_of_text() -> None:
    assert faults(["aws", "rds", "reboot-db-instance", "--force-failover"], complete=False) == []
