from dataclasses import replace
from typing import Any

import pytest

from bot.domain.members import Actor
from bot.domain.series import may_manage, may_review
from tests.worlds.builders import settings

SETTINGS = replace(settings(), managers=frozenset({"ana", "leads"}), reviewers=frozenset({"bo", "mentors"}))


def actor(member: str, **changes: Any) -> Actor:
    return replace(Actor("slack:T1", member, member.title()), **changes)


@pytest.mark.parametrize(
    ("who", "manages", "reviews"),
    [
        (actor("ana"), True, True),
        (actor("bo"), False, True),
        (actor("cy"), False, False),
        (actor("cy", is_admin=True), True, True),
        (actor("cy", groups=frozenset({"leads", "all"})), True, True),
        (actor("cy", groups=frozenset({"mentors"})), False, True),
        (actor("cy", groups=frozenset({"all"})), False, False),
        # A name is what people call somebody, never who they are.
        (actor("cy", name="ana"), False, False),
    ],
)
def test_rights_in_a_series(who: Actor, manages: bool, reviews: bool) -> None:
    assert may_manage(who, SETTINGS) is manages
    assert may_review(who, SETTINGS) is reviews
