"""The fields of packs and questions as files spell them, what each may hold, and the way to the domain's records."""

from collections.abc import Sequence
from dataclasses import fields as fields_of
from functools import lru_cache
from typing import Annotated, Any, Final, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from bot.domain.question import Choice, KeyPoint, Level, Pack, Question, Reference
from bot.domain.text import count
from bot.packs.texts import Address, Day, Domain, ExamPart, LanguageTag, Line, Markdown, Name

_T = TypeVar("_T")


def _all_different(values: tuple[_T, ...]) -> tuple[_T, ...]:
    for index, value in enumerate(values):
        if value in values[:index]:
            raise PydanticCustomError("repeated", "names “{value}” twice", {"value": str(value)})
    return values


Labels = Annotated[tuple[Line, ...], AfterValidator(_all_different)]
ExamParts = Annotated[tuple[ExamPart, ...], AfterValidator(_all_different)]
Domains = Annotated[tuple[Domain, ...], AfterValidator(_all_different)]

#: Of the topics that a manifest lists.
MOST_TOPICS: Final = 32


def _known_form(form: object) -> object:
    if type(form) is not int or form not in (1, 2):
        raise PydanticCustomError(
            "form", "must be 2, or be left out: this version knows no other (saw {saw})", {"saw": str(form)[:40]}
        )
    return form


class Record(BaseModel):
    """What all records have in common: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class KeyPointRecord(Record):
    """One checkable statement that a good answer contains."""

    text: Line
    weight: float = Field(default=1.0, strict=True, gt=0, allow_inf_nan=False)
    alt: Labels = Field(default=(), description="Other wordings; each alone shows that the point is met.")
    contrary: Labels = Field(default=(), description="What someone who has it backwards would say.")
    label: Line | None = Field(default=None, description="The point in two to four words, for lists.")
    probe: Line | None = Field(default=None, description="A short question that leads to the point without saying it.")

    def key_point(self) -> KeyPoint:
        """Give the domain's record."""
        return KeyPoint(self.text, self.alt, self.contrary, self.weight, self.label or "", self.probe or "")


class ChoiceRecord(Record):
    """One option of a multiple-choice question."""

    text: Line
    right: bool = Field(default=False, strict=True)
    why: Line | None = Field(default=None, description="Why it is right or wrong.")


class ReferenceRecord(Record):
    """A page that supports the model answer."""

    title: Line
    url: Address


class FrontMatter(Record):
    """The front matter of a question file."""

    id: Name = Field(description="Equal to the file's name without .md.")
    title: Line | None = Field(default=None, description="The situation in two to six words, never the remedy.")
    level: Level
    topics: Labels = Field(min_length=1, description="The main one first.")
    services: Labels = ()
    family: Name | None = Field(default=None, description="Questions of the same family stay 20 rounds apart.")
    split_from: Name | None = Field(default=None, description="The id of the question that it was a part of.")
    exam: ExamParts = Field(default=(), description="Parts of exam guides, like SAP-C02/2.4.")
    minutes: int | None = Field(default=None, strict=True, ge=1, le=60, description="How long an answer takes.")
    short_answer: Line | None = Field(default=None, description="What a reveal says first, in at most 60 words.")
    key_points: tuple[KeyPointRecord, ...] = Field(
        default=(), description="The rubric; a question with choices may do without."
    )
    at_least: int | None = Field(
        default=None, strict=True, ge=1, description="How many key points a full answer needs; without it, all."
    )
    hint: Line | None = None
    hints: Labels = Field(default=(), max_length=2, description="Instead of `hint`: one or two, the second stronger.")
    choices: tuple[ChoiceRecord, ...] = Field(default=(), validate_default=True)
    choices_prompt: Line | None = Field(
        default=None, description="The stem of the choices where the prompt does not serve as one."
    )
    references: tuple[ReferenceRecord, ...] = ()
    verified: Day = Field(description="The day its facts were last checked.")
    review_by: Day = Field(description="The last day it is asked without another check.")
    author: Line | None = None
    draft: bool = Field(
        default=False,
        strict=True,
        description="Its key points were proposed by a program and are yet to be finished by a person.",
    )

    @field_validator("topics")
    @classmethod
    def _from_the_vocabulary(cls, topics: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        vocabulary: Sequence[str] = info.context or ()
        unknown = [topic for topic in topics if vocabulary and topic not in vocabulary]
        if unknown:
            raise PydanticCustomError(
                "topic",
                "names {unknown}, which the manifest's topics do not list ({known})",
                {"unknown": ", ".join(f"“{topic}”" for topic in unknown), "known": ", ".join(vocabulary)},
            )
        return topics

    @field_validator("at_least")
    @classmethod
    def _not_more_than_there_are(cls, at_least: int | None, info: ValidationInfo) -> int | None:
        points = info.data.get("key_points")
        if at_least is not None and points is not None and at_least > len(points):
            raise PydanticCustomError(
                "at_least",
                "is {wanted}, but the question has {points}",
                {"wanted": at_least, "points": count(len(points), "key point")},
            )
        return at_least

    @field_validator("hints")
    @classmethod
    def _not_beside_hint(cls, hints: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if hints and info.data.get("hint"):
            raise PydanticCustomError("hints", "stands beside hint; put both hints here and leave hint out")
        return hints

    @field_validator("split_from")
    @classmethod
    def _from_another(cls, split_from: str | None, info: ValidationInfo) -> str | None:
        if split_from is not None and split_from == info.data.get("id"):
            raise PydanticCustomError("split_from", "is the question's own id")
        return split_from

    @field_validator("choices")
    @classmethod
    def _some_right_some_wrong(
        cls, choices: tuple[ChoiceRecord, ...], info: ValidationInfo
    ) -> tuple[ChoiceRecord, ...]:
        if not choices and info.data.get("key_points") == ():
            raise PydanticCustomError("without_rubric", "is missing; only a question with choices may do without")
        if choices and len({choice.right for choice in choices}) == 1:
            lacking = "wrong" if choices[0].right else "right"
            raise PydanticCustomError("choices", "has no {lacking} choice", {"lacking": lacking})
        return choices

    @field_validator("choices_prompt")
    @classmethod
    def _only_with_choices(cls, stem: str | None, info: ValidationInfo) -> str | None:
        if stem is not None and info.data.get("choices") == ():
            raise PydanticCustomError("choices_prompt", "stands without choices")
        return stem

    @field_validator("review_by")
    @classmethod
    def _not_before_verified(cls, review_by: Day, info: ValidationInfo) -> Day:
        verified = info.data.get("verified")
        if verified is not None and review_by < verified:
            raise PydanticCustomError(
                "order",
                "is {review_by}, before verified ({verified})",
                {"review_by": str(review_by), "verified": str(verified)},
            )
        return review_by

    def question(self, pack: str, prompt: str, model_answer: str) -> Question:
        """Give the domain's record of a question whose texts are in normal form."""
        hint, second_hint = (*(self.hints or (self.hint or "",)), "")[:2]
        return Question(
            id=self.id,
            pack=pack,
            level=self.level,
            topics=_shared(self.topics),
            services=self.services,
            prompt=prompt,
            model_answer=model_answer,
            key_points=tuple(point.key_point() for point in self.key_points),
            at_least=self.at_least,
            hint=hint,
            second_hint=second_hint,
            choices=tuple(Choice(choice.text, right=choice.right, why=choice.why or "") for choice in self.choices),
            choices_prompt=self.choices_prompt or "",
            references=tuple(Reference(reference.title, reference.url) for reference in self.references),
            verified=self.verified,
            review_by=self.review_by,
            author=self.author or "",
            title=self.title or "",
            short_answer=self.short_answer or "",
            family=self.family or "",
            split_from=self.split_from or "",
            exam=self.exam,
            minutes=self.minutes,
            draft=self.draft,
        )


class QuestionRecord(FrontMatter):
    """A whole question, as export files hold it."""

    prompt: Markdown
    model_answer: Markdown

    @classmethod
    def of(cls, question: Question) -> Self:
        """Give the record of a question.

        Raises:
            pydantic.ValidationError: the question is not one that a pack may hold.
        """
        fields = _given(question)
        del fields["pack"]
        for parts in ("choices", "key_points", "references"):
            fields[parts] = [_given(part) for part in fields[parts]]
        if fields.pop("second_hint", ""):
            fields.pop("hint", "")
            fields["hints"] = question.hints
        return cls.model_validate(fields)

    def plain(self) -> dict[str, Any]:
        """Give it as lists, texts, numbers and dates, without what is at its default."""
        fields: dict[str, Any] = _lists(self.model_dump(exclude_defaults=True) | {"level": self.level.value})
        return fields

    def to_question(self, pack: str) -> Question:
        """Give the domain's record."""
        return self.question(pack, self.prompt, self.model_answer)


class Manifest(Record):
    """The manifest of a pack."""

    name: Name
    title: Line
    description: Line
    version: Line = Field(description="Rises with every change, for example 2026.11.0.")
    licence: Line = Field(description="An SPDX identifier, for example MIT.")
    language: LanguageTag = Field(description="BCP 47 tag of the language the questions are written in.")
    topics: Labels = Field(default=(), max_length=MOST_TOPICS, description="The fixed vocabulary of topics.")
    reference_domains: Domains = Field(default=(), description="The only hosts that references may point to.")
    form: Annotated[Literal[1, 2], BeforeValidator(_known_form)] = Field(
        default=1, description="With 2, every question has a title, a short answer and labels."
    )

    @classmethod
    def of(cls, pack: Pack) -> Self:
        """Give the manifest of a pack.

        Raises:
            pydantic.ValidationError: the pack's fields are not what a manifest may hold.
        """
        return cls.model_validate({name: getattr(pack, name) for name in cls.model_fields})

    def plain(self) -> dict[str, Any]:
        """Give it as lists and texts, without what is at its default."""
        fields: dict[str, Any] = _lists(self.model_dump(exclude_defaults=True))
        return fields

    def pack(self, questions: tuple[Question, ...]) -> Pack:
        """Give the domain's record, with the questions by id."""
        return Pack(**dict(self), questions=tuple(sorted(questions, key=lambda question: question.id)))


@lru_cache(maxsize=1000)
def _shared(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Give the first of all equal ones: questions have few topics, and each would hold them anew."""
    return labels


def _given(part: Question | Choice | KeyPoint | Reference) -> dict[str, Any]:
    """Give the fields of a part, without what is not there; `asdict` copies all that is in them."""
    values = ((of.name, getattr(part, of.name)) for of in fields_of(part))
    return {name: value for name, value in values if value not in ("", None)}


def _lists(value: Any) -> Any:
    """Turn tuples into lists: YAML has no word for a tuple."""
    if isinstance(value, dict):
        return {key: _lists(item) for key, item in value.items()}
    return [_lists(item) for item in value] if isinstance(value, tuple) else value
