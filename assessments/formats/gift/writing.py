"""Writes GIFT. What it cannot say goes into a comment; see `extras`."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from assessments.content import (
    AcceptedNumber,
    AcceptedText,
    ChoiceContent,
    FreeTextContent,
    GapContent,
    ItemContent,
    ItemType,
    MatchingContent,
    NumberContent,
    OrderingContent,
    ShortTextContent,
)
from assessments.formats.extras import note
from assessments.formats.moodle import category_path, path_of
from assessments.formats.records import ReadItem, first_text
from assessments.formats.weights import option_shares, percent_of
from courses.translated import Texts

from .marks import FORMATS, escaped
from .reading import NOTE, Block, native_of


def write_gift(items: Iterable[ReadItem], languages: Sequence[str]) -> bytes:
    """Return a GIFT file with the questions. `languages` are the site's, its own
    first; GIFT has texts in that one, the others are in comments."""
    lines = [
        "// Questions in GIFT format, written by elearn.",
        "// Lines that begin with “// elearn:” hold what GIFT has no",
        "// words for: translations, hints, pictures. Other programs pass over them.",
        "",
    ]
    category: object = ()
    for item in items:
        if item.category != category:
            category = item.category
            lines += [f"$CATEGORY: {escaped(path_of(item.category, languages))}", ""]
        lines += [*_question(item, languages), ""]
    return "\n".join(lines).encode()


def _question(item: ReadItem, languages: Sequence[str]) -> list[str]:
    first, *others = _Writer(item.content, languages).written()
    block = Block(
        line=1,
        lines=[f"::{escaped(item.key)}::{first}", *others],
        comments=[_names(item)],
        category=category_path(path_of(item.category, languages)),
    )
    native = native_of(block, languages[0]).draft
    remark = note(native or {}, item.to_json(), languages[0], item.pictures.values())
    return [f"// {block.comments[0]}", f"// {NOTE} {remark}", *block.lines]


def _names(item: ReadItem) -> str:
    tags = "".join(f" [tag:{tag.replace(']', chr(92) + ']')}]" for tag in item.tags)
    return f"[id:{item.key}]{tags}"


class _Writer:
    """Writes one question in one language."""

    def __init__(self, content: ItemContent, languages: Sequence[str]) -> None:
        self.content = content
        self.languages = languages

    def text(self, texts: Texts) -> str:
        """Return a text as it is written; another language stands in for none."""
        text = first_text(texts, self.languages)
        # What looks like the mark of a format, or of a weight, would be taken for it.
        is_marked = text.startswith(tuple(f"[{name}]" for name in FORMATS))
        return f"{'[plain]' if is_marked else ''}{escaped(text)}"

    def written(self) -> list[str]:
        """Return the lines of the question, without its name."""
        stem = f"[plain]{escaped(first_text(self.content.stem, self.languages))}"
        match self.content:
            case ChoiceContent(type=ItemType.TRUE_FALSE):
                return [f"{stem} {{{self._true_false()}{self._general()}}}"]
            case ChoiceContent():
                answers = self._options()
            case MatchingContent():
                answers = self._pairs()
            case OrderingContent():
                return self._elements(stem)
            case GapContent():
                text = escaped(first_text(self.content.text, self.languages))
                return [f"{stem}\\n\\n{text}"]
            case ShortTextContent():
                answers = [self._accepted(form) for form in self.content.accepted]
            case NumberContent():
                answers = [self._near(number) for number in self.content.accepted]
                stem, answers = f"{stem} {{#", [*answers, f"{self._general()}}}"]
                return [stem, *(line for line in answers if line)]
            case FreeTextContent():
                return [f"{stem} {{{self._general()}}}"]
        return [f"{stem} {{", *answers, f"{self._general()}}}"]

    def _general(self) -> str:
        text = self.text(self.content.feedback)
        return f"####{text}" if text else ""

    def _feedback(self, texts: Texts) -> str:
        text = self.text(texts)
        return f"#{text}" if text else ""

    def _true_false(self) -> str:
        content = self.content
        assert isinstance(content, ChoiceContent)  # noqa: S101
        is_true = content.options[0].is_key
        right, wrong = [
            next(o for o in content.options if o.is_key is is_key).feedback
            for is_key in (True, False)
        ]
        right_text = self._feedback(right)
        wrong_text = self._feedback(wrong) or ("#" if right_text else "")
        return f"{'TRUE' if is_true else 'FALSE'}{wrong_text}{right_text}"

    def _options(self) -> list[str]:
        content = self.content
        assert isinstance(content, ChoiceContent)  # noqa: S101
        if content.allows_several:
            right = [option.is_key for option in content.options]
            shares = option_shares(right, content.partial_credit)
            signs = [f"~%{percent_of(share)}%" for share in shares]
        else:
            signs = ["=" if option.is_key else "~" for option in content.options]
        lines = []
        for sign, option in zip(signs, content.options, strict=True):
            texts = option.text
            if not any(texts.values()) and option.picture:
                texts = option.picture.alt
            lines.append(
                f"\t{_weighted(sign, self.text(texts), option.is_key)}"
                f"{self._feedback(option.feedback)}"
            )
        return lines

    def _pairs(self) -> list[str]:
        content = self.content
        assert isinstance(content, MatchingContent)  # noqa: S101
        return [
            *(
                f"\t={self.text(pair.prompt)} -> {self.text(pair.answer)}"
                for pair in content.pairs
            ),
            *(f"\t= -> {self.text(wrong.text)}" for wrong in content.distractors),
        ]

    def _elements(self, stem: str) -> list[str]:
        content = self.content
        assert isinstance(content, OrderingContent)  # noqa: S101
        grading = (
            "RELATIVE_NEXT_EXCLUDE_LAST" if content.partial_credit else "ALL_OR_NOTHING"
        )
        head = f"{stem} {{>{len(content.elements)} ALL VERTICAL {grading} SHOW none"
        lines = [f"\t{self.text(element.text)}" for element in content.elements]
        return [head, *lines, f"{self._general()}}}"]

    def _accepted(self, form: AcceptedText) -> str:
        share = "" if form.share == 1 else f"%{percent_of(form.share)}%"
        text = escaped(form.text)
        written = _weighted(f"={share}", text, form.share == 1)
        return f"\t{written}{self._feedback(form.feedback)}"

    def _near(self, number: AcceptedNumber) -> str:
        share = "" if number.share == 1 else f"%{percent_of(number.share)}%"
        value = f"{number.value}:{number.tolerance}"
        return f"\t={share}{value}{self._feedback(number.feedback)}"


def _weighted(sign: str, text: str, is_right: bool) -> str:
    """Return an answer with its sign. A text that looks like a weight gets one."""
    if text.startswith("%") and not sign.endswith("%"):
        weight = percent_of(Fraction(1 if is_right else 0))
        return f"{sign}%{weight}%{text}"
    return f"{sign}{text}"
