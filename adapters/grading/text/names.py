"""Names of things in rubrics and answers, however people write them: "Network Load Balancer" is "NLB"."""

import re

# A name is written with capitals or digits beyond its first letter ("S3", "DynamoDB", "NLB"), or is several words that
# begin with capitals ("Transit Gateway").
_NAME = re.compile(r"\b(?:[A-Z][a-z]+(?:\s+[A-Z][a-z]+)+|[A-Z]\w*[A-Z0-9]\w*)\b")
#: "ACLs", "SGs".
_SEVERAL = re.compile(r"(?<=[A-Z0-9])s$")
_WORD = re.compile(r"\w+")
#: What begins a sentence before a name with a capital of its own.
_OPENING = re.compile(
    r"(?:An?|The|This|That|Each|Every|All|Both|One|Two|Only|No|If|When|With|Without|In|On|For|From|By|And|But|So|Then|"
    r"Use|Put|Set|Let|Give|Keep|Turn|Delete|Add|Make|Take|Enable|Run|Store|Send|Move|Create|Attach|Choose)\s+"
)
#: What is called, and is no thing that could be taken for another: "AssumeRole".
_CALL = re.compile(
    r"(?:Add|Assume|Attach|Batch|Create|Delete|Describe|Get|Invoke|List|Modify|Pass|Publish|Put|Receive|Run|Send|Set|"
    r"Start|Stop|Transact|Update)[A-Z]"
)
_MAKERS = frozenset({"Amazon", "AWS"})


def written_names(text: str) -> frozenset[str]:
    """Give the names in a text as they stand there."""
    found = (_OPENING.sub("", name) for name in _NAME.findall(text))
    return frozenset(name for name in found if _NAME.fullmatch(name) and not _CALL.match(name))


def names(text: str) -> frozenset[str]:
    """Give the names in a text in one spelling: one of several words by its initials."""
    return frozenset(map(_spelt, written_names(text))) - {""}


def stands_in(name: str, text: str) -> bool:
    """Tell whether a text has a name as `names` spells it, or one like it, or words with its initials.

    "nacl" stands in "network ACL", "sg" in "security groups".
    """
    if any(name in written or written in name for written in names(text)):
        return True
    initials = "".join(word[0] for word in _WORD.findall(text.casefold()))
    return len(name) > 1 and name.isalpha() and name in initials


def _spelt(name: str) -> str:
    words = [_SEVERAL.sub("", word) for word in name.split() if word not in _MAKERS]
    return (words[0] if len(words) == 1 else "".join(word[0] for word in words)).casefold()
