"""Chances that depend on nothing but a seed and what they are about: so a year can be lived through again."""

from random import Random


def chances(*about: object) -> Random:
    """Give the chances of something, by the seed and whatever else it is about."""
    return Random(repr(about))  # noqa: S311 - nothing is a secret here


def happens(chance: Random, likely: float) -> bool:
    """Draw whether something happens that is so likely, 0..1."""
    return chance.random() < likely
