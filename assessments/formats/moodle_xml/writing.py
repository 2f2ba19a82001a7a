"""Writes Moodle XML. What it cannot say goes into an element of ours; see `extras`."""

import base64
import html
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from assessments.content import (
    AcceptedNumber,
    ChoiceContent,
    FreeTextContent,
    GapContent,
    ItemContent,
    ItemType,
    MatchingContent,
    NumberContent,
    OrderingContent,
    Picture,
    ShortTextContent,
    Stimulus,
    Unit,
)
from assessments.content.gaps import GAP
from assessments.formats.extras import note
from assessments.formats.markup import in_line, multilang, to_html
from assessments.formats.moodle import category_path, path_of
from assessments.formats.records import PictureFile, ReadItem, first_text
from assessments.formats.weights import option_shares, percent_of
from assessments.formats.xml import tree_of
from courses.translated import Texts

from .reading import CASE, EXTENSION, native_of
from .texts import PLUGINFILE

# What XML 1.0 cannot say at all; a return would come back as a line end.
_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

TYPES = {
    ItemType.SINGLE_CHOICE: "multichoice",
    ItemType.MULTIPLE_CHOICE: "multichoice",
    ItemType.TRUE_FALSE: "truefalse",
    ItemType.MATCHING: "matching",
    ItemType.ORDERING: "ordering",
    ItemType.GAP_SELECT: "gapselect",
    ItemType.SHORT_TEXT: "shortanswer",
    ItemType.NUMBER: "numerical",
    ItemType.FREE_TEXT: "essay",
}


def write_moodle_xml(items: Iterable[ReadItem], languages: Sequence[str]) -> bytes:
    """Return a Moodle XML file with the questions.

    `languages` are the site's, its own first; texts in several of them are written for
    Moodle's multi-language filter.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    category: object = ()
    cases: set[str] = set()
    for item in items:
        if item.category != category:
            category = item.category
            lines += _category(path_of(item.category, languages))
        stimulus = item.content.stimulus
        if stimulus and stimulus.key not in cases:
            cases.add(stimulus.key)
            lines += _case(stimulus, languages)
        lines += _question(item, languages)
    return "\n".join([*lines, "</quiz>", ""]).encode()


def _question(item: ReadItem, languages: Sequence[str]) -> list[str]:
    """Return a question, with what reading it would not bring back beside it."""
    lines = _Writer(item, languages).written()
    category = category_path(path_of(item.category, languages))
    native = native_of(tree_of("\n".join(lines)), category, languages[0]).draft
    remark = note(native or {}, item.to_json(), languages[0])
    return [*lines[:-1], element(EXTENSION, remark), lines[-1]]


def _category(path: str) -> list[str]:
    return [
        '<question type="category">',
        f"<category>{element('text', path)}</category>",
        "</question>",
    ]


def _case(stimulus: Stimulus, languages: Sequence[str]) -> list[str]:
    story = {code: to_html(text) for code, text in stimulus.story.items()}
    return [
        '<question type="description">',
        f"<name>{element('text', first_text(stimulus.title, languages))}</name>",
        f'<questiontext format="html">{text_element(multilang(story, languages))}'
        "</questiontext>",
        element("defaultgrade", "0"),
        element("idnumber", stimulus.key),
        element(EXTENSION, CASE),
        "</question>",
    ]


def element(name: str, text: str) -> str:
    """Return an element with a text."""
    return f"<{name}>{html.escape(_FORBIDDEN.sub('', text), quote=False)}</{name}>"


def text_element(source: str) -> str:
    """Return HTML as the text of a part, readable in the file."""
    source = _FORBIDDEN.sub("", source)
    if "<" in source and "]]>" not in source:
        return f"<text><![CDATA[{source}]]></text>"
    return element("text", source)


class _Writer:
    """Writes one question."""

    def __init__(self, item: ReadItem, languages: Sequence[str]) -> None:
        self.item = item
        self.content: ItemContent = item.content
        self.languages = languages

    def written(self) -> list[str]:
        """Return the lines of the element."""
        content, item = self.content, self.item
        graded = content.is_graded
        stem = content.stem
        if isinstance(content, GapContent):
            stem = _with_numbers(content)
        return [
            f'<question type="{TYPES[content.type]}">',
            f"<name>{element('text', item.key)}</name>",
            self.part("questiontext", stem, content.picture),
            self.part("generalfeedback", content.feedback),
            element("defaultgrade", str(item.points or 1) if graded else "0"),
            element("penalty", "0.3333333"),
            element("hidden", "1" if item.is_retired else "0"),
            element("idnumber", item.key),
            *self._own(),
            *(self.part("hint", hint) for hint in content.hints),
            *self._tags(),
            "</question>",
        ]

    def _tags(self) -> list[str]:
        if not self.item.tags:
            return []
        tags = [f"<tag>{element('text', tag)}</tag>" for tag in self.item.tags]
        return [f"<tags>{''.join(tags)}</tags>"]

    # Texts ----------------------------------------------------------------------------

    def part(self, name: str, texts: Texts, picture: Picture | None = None) -> str:
        """Return a text of paragraphs, with its picture."""
        return self._text(f'<{name} format="html">', name, texts, picture, to_html)

    def _text(self, tag, name, texts, picture, as_html) -> str:  # type: ignore[no-untyped-def]
        parts = {code: as_html(text) for code, text in texts.items() if text}
        file = ""
        if picture:
            image = self.item.pictures[picture.image_id]
            source = PLUGINFILE + _name(image)
            for code in {**parts, **picture.alt}:
                alt = picture.alt.get(code) or first_text(picture.alt, self.languages)
                img = f'<img src="{source}" alt="{html.escape(alt)}">'
                parts[code] = f"<p>{img}</p>{parts.get(code, '')}"
            data = base64.b64encode(image.data).decode()
            file = (
                f'<file name="{_name(image)}" path="/" encoding="base64">{data}</file>'
            )
        written = text_element(multilang(parts, self.languages))
        return f"{tag}{written}{file}</{name}>"

    def answer(
        self,
        fraction: str,
        texts: Texts,
        feedback: Texts | None = None,
        picture: Picture | None = None,
    ) -> str:
        """Return an answer to choose."""
        tag = f'<answer fraction="{fraction}" format="html">'
        inner = self._text(tag, "answer", texts, picture, in_line)
        return _within(inner, "answer", self._feedback(feedback))

    def _feedback(self, texts: Texts | None) -> str:
        return self.part("feedback", texts) if texts and any(texts.values()) else ""

    def _plain_answer(self, fraction: str, text: str, inside: str) -> str:
        return (
            f'<answer fraction="{fraction}" format="plain_text">'
            f"{element('text', text)}{inside}</answer>"
        )

    # Types ----------------------------------------------------------------------------

    def _own(self) -> list[str]:
        match self.content:
            case ChoiceContent(type=ItemType.TRUE_FALSE):
                return self._true_false(self.content)
            case ChoiceContent():
                return self._choice(self.content)
            case MatchingContent():
                return self._matching(self.content)
            case OrderingContent():
                return self._ordering(self.content)
            case GapContent():
                return _choices_of(self.content, self)
            case ShortTextContent():
                return self._short_text(self.content)
            case NumberContent():
                return self._number(self.content)
            case FreeTextContent():
                return self._essay(self.content)
        return []

    def _choice(self, content: ChoiceContent) -> list[str]:
        if content.allows_several:
            right = [option.is_key for option in content.options]
            shares = [
                percent_of(s) for s in option_shares(right, content.partial_credit)
            ]
        else:
            shares = ["100" if option.is_key else "0" for option in content.options]
        return [
            element("single", "false" if content.allows_several else "true"),
            element("shuffleanswers", "true" if content.shuffle else "false"),
            element("answernumbering", "none"),
            *(
                self.answer(share, option.text, option.feedback, option.picture)
                for share, option in zip(shares, content.options, strict=True)
            ),
        ]

    def _true_false(self, content: ChoiceContent) -> list[str]:
        return [
            self._plain_answer(
                "100" if option.is_key else "0", word, self._feedback(option.feedback)
            )
            for word, option in zip(("true", "false"), content.options, strict=False)
        ]

    def _matching(self, content: MatchingContent) -> list[str]:
        rows = [(pair.prompt, pair.answer) for pair in content.pairs]
        rows += [({}, wrong.text) for wrong in content.distractors]
        return [
            element("shuffleanswers", "true" if content.shuffle else "false"),
            *(
                _within(
                    self.part("subquestion", prompt),
                    "subquestion",
                    self._text("<answer>", "answer", answer, None, in_line),
                )
                for prompt, answer in rows
            ),
        ]

    def _ordering(self, content: OrderingContent) -> list[str]:
        grading = (
            "RELATIVE_NEXT_EXCLUDE_LAST" if content.partial_credit else "ALL_OR_NOTHING"
        )
        return [
            element("layouttype", "VERTICAL"),
            element("selecttype", "ALL"),
            element("selectcount", str(len(content.elements))),
            element("gradingtype", grading),
            element("showgrading", "SHOW"),
            element("numberingstyle", "none"),
            *(
                self.answer(str(place), thing.text)
                for place, thing in enumerate(content.elements, start=1)
            ),
        ]

    def _short_text(self, content: ShortTextContent) -> list[str]:
        return [
            element("usecase", "0" if content.ignore_case else "1"),
            *(
                self._plain_answer(
                    percent_of(form.share), form.text, self._feedback(form.feedback)
                )
                for form in content.accepted
            ),
        ]

    def _number(self, content: NumberContent) -> list[str]:
        lines = [self._near(number) for number in content.accepted]
        if not content.units:
            return [*lines, element("showunits", "3")]
        units = "".join(_unit(unit) for unit in content.units)
        return [
            *lines,
            f"<units>{units}</units>",
            element("unitgradingtype", "1" if content.unit_required else "0"),
            element("unitpenalty", "1.0000000"),
            element("showunits", "0"),
            element("unitsleft", "0"),
        ]

    def _near(self, number: AcceptedNumber) -> str:
        inside = element("tolerance", str(number.tolerance))
        inside += self._feedback(number.feedback)
        return self._plain_answer(percent_of(number.share), str(number.value), inside)

    def _essay(self, content: FreeTextContent) -> list[str]:
        # For Moodle's markers; elearn keeps the rubric and the model answer apart.
        notes: dict[str, str] = {}
        for code in self.languages:
            lines = [
                f"- {criterion.text[code]} ({criterion.points})"
                for criterion in content.rubric
                if criterion.text.get(code)
            ]
            model = content.model_answer.get(code, "")
            text = "\n\n".join(part for part in ("\n".join(lines), model) if part)
            if text:
                notes[code] = text
        return [
            element("responseformat", "plain"),
            element("responserequired", "1"),
            element("responsefieldlines", "15"),
            element("attachments", "0"),
            self.part("graderinfo", notes),
        ]


def _within(written: str, name: str, inside: str) -> str:
    """Return an element with something more at its end."""
    return f"{written.removesuffix(f'</{name}>')}{inside}</{name}>"


def _name(picture: PictureFile) -> str:
    """Return a name that no other picture has, in one file or in two."""
    stem, _dot, ending = picture.name.rpartition(".")
    safe = re.sub(r"[^A-Za-z0-9_-]+", "-", stem)[:60] or "picture"
    return f"{safe}-{picture.number:012x}.{ending or 'png'}"


def _unit(unit: Unit) -> str:
    multiplier = f"{round(Decimal(1) / unit.factor, 12).normalize():f}"
    return (
        f"<unit>{element('multiplier', multiplier)}"
        f"{element('unit_name', unit.text)}</unit>"
    )


def _with_numbers(content: GapContent) -> dict[str, str]:
    """Return task and text in one, the gaps called by their right choice."""
    number = 1
    places = {}
    for gap in content.gaps:
        right = [word.is_key for word in gap.words].index(True)
        places[gap.key] = number + right
        number += len(gap.words)
    texts = {}
    for code in {**content.stem, **content.text}:
        text = GAP.sub(lambda m: f"[[{places[m[1]]}]]", content.text.get(code, ""))
        parts = [part for part in (content.stem.get(code, ""), text) if part]
        texts[code] = "\n\n".join(parts)
    return texts


def _choices_of(content: GapContent, writer: _Writer) -> list[str]:
    lines = [element("shuffleanswers", "1")]
    for group, gap in enumerate(content.gaps, start=1):
        for word in gap.words:
            written = writer._text(
                "<selectoption>", "selectoption", word.text, None, in_line
            )
            lines.append(_within(written, "selectoption", element("group", str(group))))
    return lines
