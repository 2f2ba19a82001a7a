"""Statements that are declared to measure one thing: versions, checks, the page."""

import dataclasses
import random

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from feedback import actions, writer
from feedback.drafts import scale_problem
from feedback.history import history_of
from feedback.report import ScaleFigures
from feedback.reporting import run_report
from feedback.scale_wording import scale_of_page
from tests.factories.feedback import (
    ResponseScaleFactory,
    SurveyFactory,
    SurveyRunFactory,
    new_page,
    open_question,
    points,
    statement,
)
from tests.factories.people import UserFactory

SKIPPED = -98


@pytest.fixture
def survey(site):
    """Four statements that are declared one scale."""
    body = [*(statement(key) for key in "abcd"), open_question()]
    return SurveyFactory(body=body, is_one_scale=True)


@pytest.fixture
def closed(built, survey, versions, noon):
    """Return a function that closes a run of so many people, some with a gap."""

    def make(count, *, gaps=0):
        run = SurveyRunFactory(
            course=built.course,
            survey_version=survey.current_version,
            dimensions=[],
            eligible=200,
        )
        rng = random.Random(count)
        submissions = []
        for number in range(count):
            level = rng.choice((2, 3, 4))
            values = {v.pk: level + rng.choice((-1, 0, 0, 1)) for v in versions}
            if number < gaps:
                values[versions[0].pk] = SKIPPED
            submissions.append(writer.Submission(values=values, groups={}))
        writer.store(run=run, submissions=submissions)
        return actions.close_run(run=run, at=noon)

    return make


def page_of(run):
    """Return the page of a run as an administrator of the whole site sees it."""
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    answer = client.get(f"/ratings/{run.course.slug}/?run={run.pk}")
    return " ".join(answer.content.decode().split())


# Declaring ----------------------------------------------------------------------------


def test_declaring_an_answered_survey_one_scale_makes_a_version(respondent, noon):
    survey = respondent.survey
    survey.is_one_scale = False
    survey.save()
    actions.freeze_survey(survey=survey, at=noon)
    run = respondent.answer((4, 4, 4, 4), at=noon)
    survey.is_one_scale = True
    survey.save()
    new = actions.freeze_survey(survey=survey, at=noon)

    run.refresh_from_db()
    assert new.number == run.survey_version.number + 1
    assert (run.survey_version.is_one_scale, new.is_one_scale) == (False, True)
    wordings = [
        list(version.entries.values_list("item_version", flat=True))
        for version in (run.survey_version, new)
    ]
    assert wordings[0] == wordings[1]
    assert actions.freeze_survey(survey=survey, at=noon) == new


def test_the_history_says_which_version_is_one_scale(survey, noon):
    survey.is_one_scale = False
    survey.save()
    actions.freeze_survey(survey=survey, at=noon)
    assert [v.is_one_scale for v in history_of(survey).versions] == [False, True]


@pytest.mark.parametrize(
    ("body", "is_fine"),
    [
        ([statement(key) for key in "abc"], True),
        ([statement(key) for key in "ab"] + [open_question()], False),
        (
            [*(statement(key) for key in "ab"), statement("c", asked_if=("a", "1"))],
            False,
        ),
        ([*(statement(key) for key in "ab"), statement("c", scale="often")], False),
        # The same points under another name.
        ([*(statement(key) for key in "ab"), statement("c", scale="same")], True),
        ([statement("a"), new_page(), statement("b"), statement("c")], True),
    ],
    ids=["three", "two", "conditional", "another scale", "same points", "pages"],
)
def test_a_scale_has_three_statements_that_everybody_is_asked(site, body, is_fine):
    ResponseScaleFactory(key="often", points=points(["Never", "Some", "Always"]))
    ResponseScaleFactory(key="same")
    survey = SurveyFactory(body=body, published=False, is_one_scale=True)
    survey.refresh_from_db()

    assert (scale_problem(survey) == "") is is_fine
    if not is_fine:
        with pytest.raises(ValidationError) as refused:
            survey.full_clean()
        assert "at least 3 statements" in str(refused.value.message_dict)
    survey.is_one_scale = False
    survey.full_clean()


# The page -----------------------------------------------------------------------------


def test_a_declared_scale_shows_score_and_alpha(closed):
    run = closed(40)
    found = run_report(run).scale
    html = page_of(run)

    assert "Mean of the scale score" in html
    assert "40 people, on a scale of 1 to 5" in html
    assert f"SD {found.sd}. Plausible: {' to '.join(found.mean_ci95)}" in html
    assert "40 people who rated all 4 statements" in html
    assert f"Plausible: {' to '.join(found.alpha_ci95)}" in html
    assert "fewer than a hundred people" in html


def test_without_the_authors_word_it_stands_in_files_only(closed, survey):
    run = closed(40)
    run.survey_version.is_one_scale = False
    run.survey_version.save()

    assert run_report(run).scale.alpha is not None
    html = page_of(run)
    assert "Mean of the scale score" not in html
    assert "Scale score</h2>" not in html


@pytest.mark.parametrize(("count", "gaps"), [(29, 0), (40, 1)])
def test_without_alpha_the_page_says_why_in_words_that_tell_nothing(
    closed, count, gaps
):
    run = closed(count, gaps=gaps)
    # The score would be there, in files.
    assert run_report(run).scale.mean is not None
    html = page_of(run)

    assert "at least thirty people have rated every statement" in html
    assert "Mean of the scale score" not in html


def test_a_run_that_is_not_released_says_nothing_of_a_scale(closed):
    assert scale_of_page(run_report(closed(4))) is None


@pytest.mark.parametrize(
    ("alpha", "limits", "n", "sentences"),
    [
        ("-0.20", ("-0.90", "0.30"), 200, ["opposite directions"]),
        ("0.69", ("0.60", "0.76"), 200, ["hang together loosely"]),
        ("0.70", ("0.62", "0.77"), 200, ["it is open whether"]),
        ("0.80", ("0.70", "0.86"), 100, ["well enough to be read as one score"]),
        ("0.80", ("0.70", "0.86"), 99, ["well enough", "alpha is rough"]),
        ("0.80", ("0.65", "0.90"), 30, ["it is open whether", "alpha is rough"]),
        ("0.95", ("0.93", "0.96"), 200, ["well enough to be read as one score"]),
        ("0.96", ("0.94", "0.97"), 200, ["nearly the same several times"]),
    ],
)
def test_how_alpha_is_read(closed, alpha, limits, n, sentences):
    """As in docs/methods/reliability.md, "How to read alpha"."""
    figures = ScaleFigures(k=4, n_complete=n, alpha=alpha, alpha_ci95=limits)
    report = dataclasses.replace(run_report(closed(5)), scale=figures)
    reading = scale_of_page(report).reading

    assert len(reading) == len(sentences)
    for told, expected in zip(reading, sentences, strict=True):
        assert expected in told
