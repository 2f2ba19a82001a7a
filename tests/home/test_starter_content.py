"""The starter courses keep their promises: sourced, plain, respectful, adding up."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pytest
import yaml
from defusedxml import ElementTree

from courses.glossary import Finder, Word
from home.packages import (
    Callout,
    Case,
    ChoiceItem,
    CoursePackage,
    Figure,
    Item,
    KeyPoints,
    Lesson,
    Quiz,
    References,
    Table,
    Text,
    TrueFalseItem,
)
from home.packages.svg import SVG
from home.packages.teaching import (
    Accordion,
    Comparison,
    ContentNote,
    Reflection,
    SelfCheck,
    Steps,
    TrueOrFalse,
)
from tests.home.starter_courses import ENGAGING, IPS, STARTER

COURSES = [IPS, ENGAGING]
SOURCES = yaml.safe_load((STARTER / "sources.yaml").read_text(encoding="utf-8"))

# Words that hurt or blame, and promises that nobody can keep.
UNWANTED = re.compile(
    r"\b(schizophrenics?|psychotics?|the mentally ill|bipolars|manic-depressives?|"
    r"suffer(s|ed|ing|er|ers)?|victims?|afflicted|crazy|insane|lunatic|"
    r"addicts?|junkies?|alcoholics?|the disabled|handicapped|low[- ]functioning|"
    r"(non-?)?complian(t|ce)|treatment[- ]resistant|hard to engage|unmotivated|"
    r"commit(s|ted)? suicide|failed attempt|successful suicide|wheelchair-bound|"
    r"miracle|revolutionary|game[- ]changer|proven to|guarantee[sd]?|"
    r"three times|successfully|simply|just|obviously)\b",
    re.IGNORECASE,
)

courses = pytest.mark.parametrize("course", COURSES, ids=lambda course: course.slug)
LESSONS = [lesson for course in COURSES for lesson in course.lessons]
lessons = pytest.mark.parametrize(
    "lesson", LESSONS, ids=[lesson.address for lesson in LESSONS]
)
ITEMS = [(course, item) for course in COURSES for item in course.items.values()]
items = pytest.mark.parametrize(
    ("course", "item"), ITEMS, ids=[item.key for _course, item in ITEMS]
)


def asked_by(course: CoursePackage, quiz: Quiz) -> list[tuple[Item, str]]:
    """The items that a quiz may ask, each with the lesson to revisit."""
    found = []
    for entry in quiz.assessment.entries:
        if entry.item is not None:
            found.append((entry.item, entry.revisit))
        else:
            drawn = [one for one in course.bank.values() if entry.draw.tag in one.tags]
            found += [(item, entry.revisit) for item in drawn]
    return found


REVISIT = {
    item.key: revisit
    for course in COURSES
    for quiz in course.quizzes
    for item, revisit in asked_by(course, quiz)
}


class Paragraphs(HTMLParser):
    """The texts of paragraphs, headings and list items, each on its own."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.texts = [""]
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        if tag in {"p", "li", "h2", "h3"}:
            self.texts.append("")

    def handle_data(self, data):
        self.texts[-1] += data


def prose(lesson: Lesson) -> list[str]:
    """What a learner reads in the lesson, without the list of sources."""
    found = [lesson.introduction["en"]]
    for block in lesson.body["en"]:
        match block:
            case Text(html=markup):
                found += Paragraphs(markup).texts
            case Callout(title=title, html=markup):
                found += [title, *Paragraphs(markup).texts]
            case Case(title=title, html=markup, questions=questions):
                found += [title, *Paragraphs(markup).texts, *questions]
            case KeyPoints(points=points):
                found += points
            case Table(caption=caption, header=header, rows=rows):
                found += [caption, *header, *(cell for row in rows for cell in row)]
            case Figure(caption=caption):
                found.append(caption)
            case _:
                found += of_teaching(block)
    return [text.strip() for text in found if text.strip()]


def of_teaching(block) -> list[str]:
    """What a learner reads in a block that shapes a text or asks something."""
    match block:
        case ContentNote(html=markup):
            return Paragraphs(markup).texts
        case Accordion(sections=parts):
            return sections(parts)
        case Steps(title=title, steps=parts):
            return [title, *sections(parts)]
        case Comparison(title=title, left=left, right=right):
            return [title, *sections([left, right])]
        case SelfCheck(question=question, options=options, explanation=explanation):
            answers = [text for one in options for text in (one.text, one.feedback)]
            return [question, *answers, explanation]
        case TrueOrFalse(statement=statement, explanation=explanation):
            return [statement, explanation]
        case Reflection(question=question):
            return [question]
    return []


def sections(parts) -> list[str]:
    return [
        text for one in parts for text in [one.heading, *Paragraphs(one.html).texts]
    ]


def feedback_of(item: Item) -> dict[str, str]:
    """What an item says to each choice, by the choice; {} where there is none."""
    if isinstance(item, ChoiceItem):
        return {option.key: option.feedback.get("en", "") for option in item.options}
    if not isinstance(item, TrueFalseItem):
        return {}
    return {
        "true": item.feedback_true.get("en", ""),
        "false": item.feedback_false.get("en", ""),
    }


def parts_of(item: Item) -> list[str]:
    """What learners read in the parts of an item that has no options of its own."""
    if isinstance(item, ChoiceItem | TrueFalseItem):
        return []
    return [
        texts["en"]
        for choosable in item.content.choosable()
        for texts in choosable.wording
        if "en" in texts
    ]


def words(texts: list[str]) -> int:
    return sum(len(re.findall(r"[\w’'-]+", text)) for text in texts)


def sentences(texts: list[str]) -> list[str]:
    whole = [text for text in texts if text.endswith((".", "?", "!", ".”", "?”", ":"))]
    return [part for text in whole for part in re.split(r"(?<=[.?!:])[”*]* +", text)]


# The shape of the course


def test_the_ips_course_has_seven_modules():
    assert [module.slug for module in IPS.modules] == [
        "why-work",
        "eight-principles",
        "roles-and-integration",
        "profile-and-search",
        "employers",
        "on-the-job",
        "evidence-and-quality",
    ]


def test_the_engaging_course_follows_its_model_in_six_modules():
    assert [module.slug for module in ENGAGING.modules] == [
        "what-we-mean",
        "living-with-it",
        "relationship",
        "communication",
        "preferences-and-plan",
        "change-and-safety",
    ]


def test_nobody_has_to_read_about_suicide():
    (lesson,) = (lesson for lesson in LESSONS if lesson.slug == "when-life-is-at-stake")

    assert not lesson.is_required
    assert lesson.address not in REVISIT.values()


@courses
def test_a_course_ends_with_the_survey(course):
    last = course.steps[-1]
    assert (last.survey, last.is_required) == ("closing", False)
    assert last.unlock == "after_required"


@pytest.mark.parametrize(
    ("course", "module"),
    [
        pytest.param(course, module, id=module.slug)
        for course in COURSES
        for module in course.modules
    ],
)
def test_a_module_is_short_and_has_a_case_and_a_check(course, module):
    *read, check = module.steps

    assert 10 <= sum(step.minutes for step in module.steps) <= 20
    assert 3 <= len(read) <= 5
    assert len(module.objectives) >= 3
    blocks = [block for step in read for block in step.body["en"]]
    assert any(isinstance(block, Case) for block in blocks)
    assert any(isinstance(block, SelfCheck | TrueOrFalse) for block in blocks)
    assert 6 <= len(asked_by(course, check)) <= 8
    entries = check.assessment.entries
    assert 4 <= sum(one.draw.count if one.draw else 1 for one in entries) <= 6
    # Somebody who tries again meets other questions.
    assert any(one.draw for one in entries)
    assert (check.assessment.pass_mark, check.unlock) == (
        Decimal("0.8"),
        "after_required",
    )
    assert check.assessment.attempts_allowed is None


# The lessons


@lessons
def test_a_lesson_has_a_bearable_length(lesson):
    assert 300 <= words(prose(lesson)) <= 800


CHECKS = [
    pytest.param(lesson, block, id=lesson.address)
    for lesson in LESSONS
    for block in lesson.body["en"]
    if isinstance(block, SelfCheck)
]


@pytest.mark.parametrize(("lesson", "check"), CHECKS)
def test_a_self_check_teaches_whatever_is_chosen(lesson, check):
    assert all(len(option.feedback) >= 20 for option in check.options)
    longest = max(len(option.text) for option in check.options)
    assert any(not option.is_right for option in check.options)
    wrong = [option for option in check.options if not option.is_right]
    # The right answer is not given away by being by far the longest.
    assert longest <= 1.6 * max(len(option.text) for option in wrong)


def test_a_sensitive_lesson_begins_with_a_note_of_what_it_is_about():
    (lesson,) = (lesson for lesson in LESSONS if lesson.slug == "when-life-is-at-stake")

    for blocks in lesson.body.values():
        assert isinstance(blocks[0], ContentNote)


@lessons
def test_a_lesson_is_in_plain_language(lesson):
    said = sentences(prose(lesson))

    assert len(said) >= 15
    assert words(said) / len(said) <= 20
    assert max(words([sentence]) for sentence in said) <= 40


@lessons
def test_a_lesson_ends_with_key_points_and_dated_sources(lesson):
    *_, points, references = lesson.body["en"]

    assert isinstance(points, KeyPoints)
    assert isinstance(references, References)
    assert len({source.tag for source in references.sources}) == len(references.sources)
    for source in references.sources:
        assert source.tag in SOURCES
        assert source.supports
        assert 2027 <= source.review_by.year <= 2030


@lessons
def test_a_lesson_cites_a_source_as_the_table_does(lesson):
    for source in lesson.body["en"][-1].sources:
        row = SOURCES[source.tag]
        assert source.title in row["citation"]
        assert source.url == row.get("url", "")


def all_texts(course: CoursePackage) -> dict[str, list[str]]:
    texts = {lesson.address: prose(lesson) for lesson in course.lessons}
    texts["course"] = [
        course.title["en"],
        course.summary["en"],
        course.aim["en"],
        *(objective["en"] for objective in course.objectives),
    ]
    for module in course.modules:
        texts[module.slug] = [module.summary["en"]]
        texts[module.slug] += [objective["en"] for objective in module.objectives]
    for item in course.items.values():
        texts[item.key] = [item.stem["en"], item.explanation["en"]]
        texts[item.key] += feedback_of(item).values()
        texts[item.key] += parts_of(item)
    return texts


TEXTS = {
    f"{course.slug}/{place}": texts
    for course in COURSES
    for place, texts in all_texts(course).items()
}


@pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS.keys())
def test_nothing_hurts_blames_or_promises_too_much(texts):
    assert not [text for text in texts if UNWANTED.search(text)]


# The knowledge checks


@items
def test_an_item_teaches_whatever_is_chosen(course, item):
    feedback = feedback_of(item)

    assert all(len(text) >= 20 for text in feedback.values()), feedback
    assert len(set(feedback.values())) == len(feedback)
    assert len(item.explanation["en"]) >= 40
    assert REVISIT[item.key] in {lesson.address for lesson in course.lessons}


@items
def test_a_scored_key_rests_on_verified_sources(course, item):
    assert item.sources
    for tag in item.sources:
        assert SOURCES[tag]["status"] == "verified"


@items
def test_an_item_cites_what_the_lesson_to_revisit_cites(course, item):
    """Who rereads the lesson must find the source there."""
    address = REVISIT[item.key]
    (lesson,) = (lesson for lesson in course.lessons if lesson.address == address)
    cited = {source.tag for source in lesson.body["en"][-1].sources}

    assert cited & set(item.sources)


def test_an_item_has_a_key_of_its_own():
    assert len({item.key for _course, item in ITEMS}) == len(ITEMS) == len(REVISIT)


def test_a_draw_finds_the_questions_of_its_own_course_only():
    """A site has one bank: a tag that both courses use would mix them."""
    tags = [
        {tag for one in course.bank.values() for tag in one.tags} for course in COURSES
    ]

    assert not set.intersection(*tags)


LANGUAGES = pytest.mark.parametrize("language", ["en", "fi"])


@courses
@LANGUAGES
def test_the_right_option_is_not_given_away_by_its_place_or_length(course, language):
    """Neither the longest nor the shortest: both are rules that learners try."""
    single = [one for one in course.items.values() if one.type == "single_choice"]
    longest = shortest = 0
    for item in single:
        sizes = {option.key: len(option.text[language]) for option in item.options}
        right = sizes.pop(next(one.key for one in item.options if one.is_key))
        longest += right >= max(sizes.values())
        shortest += right < min(sizes.values())

    assert all(item.shuffle for item in single)
    assert longest <= len(single) / 3
    assert shortest <= len(single) / 3


@courses
@LANGUAGES
def test_several_right_options_are_as_long_as_the_others(course, language):
    for item in course.items.values():
        if item.type == "multiple_choice":
            sizes = {True: [], False: []}
            for option in item.options:
                sizes[option.is_key].append(len(option.text[language]))
            right, wrong = (sum(sizes[key]) / len(sizes[key]) for key in (True, False))
            assert 0.6 <= right / wrong <= 1.6, item.key


@courses
def test_of_the_statements_neither_most_nor_few_are_true(course):
    answers = [
        item.answer for item in course.items.values() if isinstance(item, TrueFalseItem)
    ]

    assert len(answers) / 4 <= sum(answers) <= len(answers) * 3 / 4


def test_the_right_answer_of_a_self_check_has_no_place_of_its_own():
    """These are not shuffled: a lesson looks the same to everybody."""
    places = Counter()
    for parameters in CHECKS:
        _lesson, check = parameters.values
        right = [at for at, one in enumerate(check.options) if one.is_right]
        if len(right) == 1:
            first, last = right[0] == 0, right[0] == len(check.options) - 1
            places["first" if first else "last" if last else "between"] += 1

    assert set(places) == {"first", "between", "last"}
    assert max(places.values()) <= sum(places.values()) / 2


# The glossary


@courses
@pytest.mark.parametrize("language", ["en", "fi"])
def test_a_word_of_the_glossary_is_said_in_a_lesson(course, language):
    """What no lesson says is left out when the course is exported."""
    finder = Finder(
        Word(
            term.key,
            term.term[language],
            term.definition[language],
            tuple(form.strip() for form in term.forms[language].split(","))
            if term.forms
            else (),
        )
        for term in course.glossary.values()
    )
    said: set[str] = set()
    for lesson in course.lessons:
        for block in lesson.body[language]:
            if isinstance(block, Text):
                finder.marked(block.html, said)

    assert said == set(course.glossary)


def test_a_word_that_both_courses_explain_is_explained_alike():
    both = set(IPS.glossary) & set(ENGAGING.glossary)

    assert both
    assert all(IPS.glossary[key] == ENGAGING.glossary[key] for key in both)


@courses
def test_a_word_is_explained_in_every_language_and_without_harm(course):
    for term in course.glossary.values():
        assert set(term.term) == set(term.definition) == {"en", "fi", "sv"}
        assert not UNWANTED.search(term.definition["en"])


# The table of sources


def test_every_source_says_what_was_read_and_is_used():
    cited = {
        source.tag for lesson in LESSONS for source in lesson.body["en"][-1].sources
    }

    assert set(SOURCES) == cited
    for row in SOURCES.values():
        assert row["status"] in {"verified", "secondary", "opinion"}
        assert row["read"] in {"abstract", "article", "page"}
        assert row["citation"].endswith(".")
        assert row.get("since") in {None, "notes"}


def test_what_rests_on_notes_is_among_the_first_to_be_read_again():
    due = {
        source.review_by
        for lesson in LESSONS
        for source in lesson.body["en"][-1].sources
        if "since" in SOURCES[source.tag]
    }

    assert due
    assert max(due) <= date(2027, 5, 31)


# The diagrams

DRAWINGS = [
    pytest.param(course, path, id=path)
    for course in COURSES
    for path in course.media
    if path.endswith(".svg")
]
# The width of a phone's column, of the 360 units that it has.
ON_A_PHONE = 322


@pytest.mark.parametrize(("course", "path"), DRAWINGS)
def test_a_diagram_says_in_words_what_it_shows(course, path):
    drawing = ElementTree.fromstring(course.media[path].data)
    language = drawing.get("{http://www.w3.org/XML/1998/namespace}lang")
    named = {part.get("id"): part.text for part in drawing if part.get("id")}

    assert language == ("fi" if path.endswith("-fi.svg") else "en")
    assert len(named["title"]) >= 15
    assert len(named["desc"]) >= 80
    figures = [
        block
        for lesson in course.lessons
        for block in lesson.body[language]
        if isinstance(block, Figure) and block.file == path
    ]
    assert len(figures) == 1
    assert len(figures[0].alt) >= 80


@pytest.mark.parametrize(("course", "path"), DRAWINGS)
def test_a_diagram_can_be_read_on_a_phone(course, path):
    drawing = ElementTree.fromstring(course.media[path].data)
    width = float(drawing.get("viewBox").split()[2])
    sizes = [float(part.get("font-size")) for part in drawing.iter(f"{{{SVG}}}text")]

    assert sizes
    assert min(sizes) * ON_A_PHONE / width >= 12


@pytest.mark.parametrize(("course", "path"), DRAWINGS)
def test_a_diagram_is_drawn_alike_in_both_languages(course, path):
    """A translation that lost a box or an arrow would say something else."""
    twin = path.replace("-fi.svg", ".svg")
    kinds = [
        [part.tag for part in ElementTree.fromstring(course.media[one].data).iter()]
        for one in (path, twin)
    ]

    for tag in ("rect", "polygon", "circle", "line", "path"):
        assert kinds[0].count(f"{{{SVG}}}{tag}") == kinds[1].count(f"{{{SVG}}}{tag}")
