"""The scripted working week of the demo: five questions, and what simulated teammates do about them."""

from dataclasses import dataclass
from datetime import timedelta

from adapters.console.listen.teammates import (
    CopyQuestion,
    Cue,
    Deed,
    Delete,
    Edit,
    SkipDay,
    Write,
    WriteOffTopic,
    teammate,
)
from bot.cli.play.terminal import WORKSPACE
from bot.domain.members import Actor

ANA, BO, CY, DANA, ELI, FAY, GUS = (
    teammate(WORKSPACE, name) for name in ("Ana", "Bo", "Cy", "Dana", "Eli", "Fay", "Gus")
)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week."""

    #: The question's id in the shipped AWS pack.
    question: str
    cues: tuple[Cue, ...]
    #: Whose answer the manager finds best.
    best: Actor | None = None


def _at(minutes: int, who: Actor, deed: Deed) -> Cue:
    return Cue(timedelta(minutes=minutes), who, deed)


def _writes(minutes: int, who: Actor, *texts: str) -> Cue:
    return _at(minutes, who, Write(texts))


WEEK = (
    Day(
        "security-groups-versus-nacls",
        (
            _writes(
                4,
                ANA,
                "Security groups are stateful, so replies leave whatever the outbound rules say. The network ACL is "
                "stateless, so replies need a separate rule. They go to an ephemeral port of the client: allow TCP "
                "1024 to 65535 outbound in the ACL. I'd do the real work in security groups, naming the load "
                "balancer's group, the NACL for a hostile range.",
            ),
            _writes(
                11,
                BO,
                "NACL has no memory of connections",
                "the browser listens on a random high port, so open 1024-65535 for egress in the NACL",
                "SG per ENI, NACL at the subnet boundary",
            ),
            _writes(25, CY, "You must open an egress rule in the security group for the answers too."),
            _at(
                40, CY, Edit("Return packets must be permitted explicitly in the ACL, because the NACL has no memory.")
            ),
            _at(52, DANA, CopyQuestion()),
            _at(70, ELI, WriteOffTopic("Lunch at the new ramen place?")),
            _writes(95, ELI, "SG tracks the connection, so return traffic passes automatically."),
        ),
    ),
    Day(
        "s3-durability-versus-availability",
        (
            _writes(
                6,
                BO,
                "Durability is fine: data is spread over three or more AZs. But 11 9s won't help when somebody deletes "
                "or overwrites an object. Turn on versioning, deletes become delete markers. CRR to a second Region "
                "plus a Multi-Region Access Point for failover.",
            ),
            _writes(9, DANA, "No idea, but I would ask the storage team!"),
            _writes(
                14,
                ANA,
                "A buggy script or stolen keys can still wipe everything, so turn on versioning. Object Lock in "
                "compliance mode (WORM retention) against an attacker. And whether reads succeed right now is only "
                "four nines.",
            ),
            _writes(33, ELI, "asdf"),
            _at(34, ELI, Delete()),
            _writes(48, CY, "AWS can restore objects you removed by mistake, so nothing else is needed."),
        ),
    ),
    Day(
        "ec2-or-lambda",
        (
            _writes(
                3,
                CY,
                "Webhook on Lambda: pay per invocation and GB-second only, it scales to zero, no bill while idle. "
                "The simulation can't, the 15 min hard limit per invocation kills it. It runs at full load, so a "
                "reserved or spot box beats per-millisecond pricing.",
            ),
            _writes(
                17,
                ANA,
                "Simulation on EC2 with Spot, webhook on Lambda. The function timeout tops out at 900 seconds, and at "
                "sustained utilisation instances with a commitment discount are cheaper. You own the AMI and OS "
                "updates then. Cold starts add latency to some calls, which a webhook sender tolerates.",
            ),
            _writes(21, ELI, "serverless is always the cheapest option, whatever the volume"),
            _at(44, BO, SkipDay()),
            _writes(
                60,
                DANA,
                "Lambda for the webhook since there's nothing to pay between events",
                "and EC2 for the rest, first hit after idle waits for init on Lambda anyway",
            ),
        ),
    ),
    Day(
        "rds-read-replica-limits",
        (
            _writes(
                5,
                ANA,
                "Reports: yes. Point the queries at the separate replica endpoint yourself. It is stale data, watch "
                "ReplicaLag, read-your-writes breaks. Takeover: no. Promotion is manual and the hostname changes. "
                "Turn on Multi-AZ for HA, DNS flips by itself.",
            ),
            _writes(
                12,
                DANA,
                "Promote it yourself and lose the last few transactions; a sync standby in a second AZ is better.",
            ),
            _writes(
                26,
                BO,
                "no automatic read/write split, use a second connection string",
                "eventual consistency: watch the lag",
                "for failover turn on Multi-AZ, the classic standby is passive, the cluster flavour has two readers",
            ),
            _writes(30, CY, "After a crash RDS switches the endpoint to the replica within a minute or two."),
            _writes(58, ELI, "write throughput stays limited to the one source instance 🚀"),
        ),
    ),
    Day(
        "third-party-cross-account-role",
        (
            _writes(
                7,
                DANA,
                "A role in our account trusting their principal, with a condition on the external ID against confused "
                "deputy attacks. Temporary tokens instead of static keys.",
            ),
            _writes(
                15,
                CY,
                "role in our account trusting their principal, StringEquals sts:ExternalId with a value only for us, "
                "and least privilege: metadata only, no s3:GetObject",
            ),
            _writes(
                19,
                ANA,
                "Trust policy with the vendor's ARN and AssumeRole, plus an sts:ExternalId condition with a value only "
                "for us: another tenant's id won't match our condition, they pass the ID bound to that tenant. It is "
                "not a password, the vendor picks it. Sessions run out after an hour, nothing to rotate. Avoid "
                "ReadOnlyAccess as it exposes bucket contents.",
            ),
            _writes(31, BO, "Make an IAM user for them and hand over its access key."),
            _writes(47, ELI, "temporary tokens instead of static keys, and least privilege"),
            # Whatever grader there is finds nothing in these: the two share a rank.
            _writes(52, FAY, "Hello! I joined on Thursday, and only read along today."),
            _writes(56, GUS, "Me too, next week I will try."),
        ),
        best=CY,
    ),
)
