"""The editor: what it refuses, in which sentence, and what publishing leaves behind."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.blocks.stream_block import StreamBlockValidationError

from feedback.drafts import problems_of
from feedback.history import Change, history_of
from feedback.models import FollowUp, SameMeaning, Survey
from feedback.preview import preview_modes, preview_of
from home.setup import TRAINERS, set_up_site
from tests.factories.feedback import (
    ResponseScaleFactory,
    SurveyFactory,
    new_page,
    open_question,
    points,
    statement,
)
from tests.factories.people import UserFactory
from tests.feedback.test_actions import republish


@pytest.fixture
def trainer(client, site):
    set_up_site()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=TRAINERS))
    client.force_login(user)
    return user


def draft(*body, **fields):
    """Return an unpublished survey with these parts."""
    survey = SurveyFactory(body=list(body), published=False, **fields)
    survey.refresh_from_db()
    return survey


def sentences(error):
    """Return every message inside an error of blocks, however deep."""
    inner = [*getattr(error, "block_errors", {}).values()]
    inner += [*getattr(error, "non_block_errors", [])]
    if not inner:
        return [str(m) for m in getattr(error, "messages", [error])]
    return [sentence for one in inner for sentence in sentences(one)]


# What is refused ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ([statement("a"), statement("a")], "“a” stands there twice."),
        ([statement("a", asked_if=("b", "1")), statement("b")], "“b” comes later."),
        ([statement("a", asked_if=("a", "1"))], "cannot depend on itself"),
        ([statement("a", asked_if=("z", "1"))], "no statement with the short name “z”"),
        (
            [open_question("a"), statement("b", asked_if=("a", "1"))],
            "“a” is an open question.",
        ),
        ([statement("a"), statement("b", asked_if=("a", ""))], "Say which points"),
        ([statement("a"), statement("b", asked_if=("", "1"))], "Give the short name"),
        ([statement("a"), statement("b", asked_if=("a", "low"))], "“low” is no point."),
        ([statement("a"), new_page()], "There is nothing on this page."),
        ([new_page(), new_page(), statement("a")], "There is nothing on this page."),
    ],
)
def test_the_editor_says_what_is_wrong_where_it_is(site, body, sentence):
    survey = draft(*body)
    with pytest.raises(StreamBlockValidationError) as refused:
        survey.body.stream_block.clean(survey.body)
    assert any(sentence in found for found in sentences(refused.value))


def test_a_point_that_the_scale_does_not_have_leads_nowhere(site):
    ResponseScaleFactory(key="seven", points=points([f"Point {n}" for n in range(7)]))
    body = [
        statement("a", scale="seven", not_applicable="no"),
        statement("b"),
        open_question("c", asked_if=("a", "6, NA")),
        open_question("d", asked_if=("b", "6, NA")),
    ]
    assert problems_of(draft(*body)) == [
        "“c” is asked of those who chose “not applicable” for “a”, which does not "
        "offer it.",
        "“d” is asked of those who gave “b” the point 6, but its scale has 5 points.",
    ]


def test_a_scale_that_is_gone_is_said_and_nothing_is_asked_on_another(site):
    survey = draft(statement("a", scale="gone"))
    assert "“gone”" in problems_of(survey)[0]
    assert [list(page.form) for page in preview_of(survey, "")] == [[]]


def test_a_short_name_keeps_its_kind(site, noon):
    survey = SurveyFactory(body=[statement("a"), open_question("b")])
    survey.body = type(survey.body)(
        survey.body.stream_block, [open_question("a"), statement("b")], is_lazy=True
    )
    found = problems_of(survey)
    assert len(found) == 2
    assert "“a” was the short name of a statement." in found[0]
    assert "“b” was the short name of an open question." in found[1]


@pytest.mark.parametrize(
    ("count", "is_good"), [(2, False), (3, True), (11, True), (12, False)]
)
def test_a_scale_has_three_to_eleven_points(site, count, is_good):
    scale = ResponseScaleFactory(points=points(["x"] * count), favourable_from=2)
    scale.refresh_from_db()
    if is_good:
        scale.points.stream_block.clean(scale.points)
    else:
        with pytest.raises(ValidationError):
            scale.points.stream_block.clean(scale.points)


# What publishing leaves behind --------------------------------------------------------


def test_a_version_holds_scale_condition_and_page(site, noon):
    ResponseScaleFactory(key="often", points=points(["Never", "Some", "Always"]))
    survey = SurveyFactory(
        body=[
            new_page("First"),
            statement("a"),
            statement("b", scale="often", not_applicable="no"),
            new_page("Second"),
            statement("c", asked_if=("a", "NA, 2, 1")),
        ]
    )
    version = survey.current_version
    entries = list(version.entries.select_related("item_version").order_by("position"))

    assert version.page_titles == [{"en": "First"}, {"en": "Second"}]
    assert [entry.page for entry in entries] == [1, 1, 2]
    often = entries[1].item_version
    assert (often.point_labels, often.offers_not_applicable) == (
        ["Never", "Some", "Always"],
        False,
    )
    assert entries[2].item_version.asked_if_values == [1, 2, -97]


def test_moving_a_page_break_makes_a_version_and_keeps_all_wordings(site, noon):
    survey = SurveyFactory(body=[statement("a"), statement("b")])
    before = list(survey.current_version.entries.values_list("item_version", flat=True))
    second = republish(survey, [statement("a"), new_page(), statement("b")], noon)

    assert second.number == 2
    assert list(second.entries.values_list("item_version", flat=True)) == before


def test_an_answered_version_stays_as_it_was(respondent, survey, versions, noon):
    run = respondent.answer(at=noon)
    asked = list(run.survey_version.entries.values_list("item_version__wording"))
    republish(survey, [statement("clarity", wording="Something else.")], noon)

    run.refresh_from_db()
    assert (
        list(run.survey_version.entries.values_list("item_version__wording")) == asked
    )
    assert survey.current_version.number == run.survey_version.number + 1


def test_the_history_says_what_became_of_each_statement(site, noon):
    survey = SurveyFactory(
        body=[statement(key, wording=f"It was {key}.") for key in "abcd"]
    )
    republish(
        survey,
        [
            statement("a", wording="it was a"),
            statement("b", wording="It was not b."),
            statement("c", wording="It was c.", reverse=True),
            statement("e"),
        ],
        noon,
    )
    newest, first = history_of(survey).versions

    assert first.changes == ()
    assert {change.key: change.change for change in newest.changes} == {
        "a": Change.SPELLING,
        "b": Change.REWORDED,
        "c": Change.REPLACED,
        "d": Change.REMOVED,
        "e": Change.ADDED,
    }


# The screens --------------------------------------------------------------------------


def test_a_trainer_says_that_a_rewording_means_the_same(client, trainer, built, survey):
    versions = list(survey.items.get(key="clarity").versions.all())
    survey.body = type(survey.body)(
        survey.body.stream_block,
        [statement("clarity", wording="It was clear."), statement("pace")],
        is_lazy=True,
    )
    survey.save_revision(user=trainer).publish()
    address = reverse("feedback_history", args=[survey.pk])
    html = client.get(address).content.decode()
    assert "Reworded: counted apart" in html
    assert built.page.title in html

    new = survey.items.get(key="clarity").versions.get(number=2)
    choice = {"version": new.pk, "earlier": versions[0].pk, "decision": "join"}
    decide = reverse("feedback_same_meaning", args=[survey.pk])
    assert (
        "Say in a few words"
        in client.post(decide, choice, follow=True).content.decode()
    )
    assert not SameMeaning.objects.exists()
    html = client.post(decide, {**choice, "reason": "Shorter."}, follow=True).content
    assert "Means the same: counted together" in html.decode()
    client.post(decide, {"version": new.pk, "decision": "part"})
    assert not SameMeaning.objects.exists()
    for junk in ("", "x", "9" * 30, "0"):
        assert client.post(decide, {**choice, "version": junk}).status_code == 404


def test_the_history_names_the_courses_that_ask_it_later(client, trainer, built):
    later = SurveyFactory()
    address = reverse("feedback_history", args=[later.pk])
    assert "No course asks it." in client.get(address).content.decode()
    FollowUp.objects.create(course=built.course, survey=later, weeks=6)
    html = client.get(address).content.decode()
    assert f"{built.course.title}: 6 weeks after completion" in html
    assert "No course asks it." not in html


def test_versions_are_for_those_who_write_surveys(client, site):
    survey = SurveyFactory()
    client.force_login(UserFactory())
    for name in ("feedback_history", "feedback_same_meaning"):
        response = client.post(reverse(name, args=[survey.pk]), {"version": 1})
        assert response.status_code in (302, 403, 405)


def test_the_editor_opens_and_offers_review_and_a_preview(client, trainer):
    survey = SurveyFactory(body=[statement("a"), new_page("Two"), statement("b")])
    edit = client.get(
        reverse(Survey.snippet_viewset.get_url_name("edit"), args=[survey.pk])
    )
    html = edit.content.decode()

    assert edit.status_code == 200
    assert "action-submit" in html
    assert "Page 2 of 2" in html
    listing = client.get(reverse(Survey.snippet_viewset.get_url_name("list")))
    assert reverse("feedback_templates") in listing.content.decode()


def test_the_preview_shows_pages_as_respondents_get_them(site):
    survey = SurveyFactory(
        body=[
            statement("a"),
            new_page("Why"),
            open_question("why", asked_if=("a", "1")),
        ]
    )
    assert [mode for mode, _name in preview_modes(survey)] == ["", "page-1", "page-2"]
    html = survey.make_preview_request(preview_mode="page-2").content.decode()
    html = " ".join(html.split())
    assert "Page 2 of 2" in html
    assert "Why" in html
    assert "Only if you answered “Strongly disagree” to “Statement a.”" in html
    assert ' name="a"' not in html
