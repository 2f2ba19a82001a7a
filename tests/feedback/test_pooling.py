"""Which wordings of a statement are counted together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.models import SameMeaning, SurveyItemVersion
from feedback.pooling import Hindrance, hindrance, normalised, pools
from feedback.publishing import CannotPool, part_wording, pool_wording
from feedback.reporting import versions_asked_in
from tests.factories.courses import build_course
from tests.factories.feedback import (
    LABELS,
    SurveyFactory,
    SurveyRunFactory,
    points,
    statement,
)
from tests.factories.people import UserFactory
from tests.feedback.test_actions import republish

POINTS = [{"en": "Never"}, {"en": "Sometimes"}, {"en": "Always"}]


def made(number=1, wording="The content was clear.", points=POINTS, item=1, **other):
    texts = wording if isinstance(wording, dict) else {"en": wording}
    return SurveyItemVersion(
        pk=number, number=number, item_id=item, wording=texts, points=points, **other
    )


@pytest.mark.parametrize(
    "wording",
    [
        "the content was clear",
        "  The content\u00a0was   CLEAR!? ",
        {"en": "The content was clear.", "fi": "Sisältö oli selkeää."},
    ],
)
def test_what_nobody_reads_keeps_ratings_together(wording):
    assert hindrance(made(), made(2, wording)) is None


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (made(2, "The content was clear and useful."), Hindrance.WORDING),
        (made(2, {"fi": "Sisältö oli selkeää."}), Hindrance.WORDING),
        (made(2, points=POINTS[:2]), Hindrance.POINTS),
        (made(2, points=[{"en": "Rarely"}, *POINTS[1:]]), Hindrance.POINTS),
        (made(2, is_reverse_keyed=True), Hindrance.DIRECTION),
        (
            made(2, asked_if_key="pace", asked_if_values=[1]),
            Hindrance.CONDITION,
        ),
        (made(2, item=2), Hindrance.OTHER_ITEM),
        (made(2, points=[]), Hindrance.OPEN_QUESTION),
    ],
    ids=lambda value: str(value) if isinstance(value, Hindrance) else "",
)
def test_what_keeps_ratings_apart(other, reason):
    assert hindrance(made(), other) is reason
    assert hindrance(other, made()) is reason


def test_whether_not_applicable_is_offered_keeps_nothing_apart():
    assert hindrance(made(), made(2, offers_not_applicable=False)) is None


@given(st.text(), st.sampled_from(["", ".", " !", "…"]), st.sampled_from(["", " "]))
def test_normalising_takes_away_case_space_and_final_stops_only(text, end, space):
    once = normalised(text)
    assert normalised(once) == once
    assert normalised(f"{space}{text}{space}{end}") == once
    assert normalised(text + " x") == normalised(f"{' '.join(text.split())} X")


def test_a_pool_is_named_by_its_first_version_over_several_steps():
    versions = [
        made(1, "A was clear."),
        made(2, "B was clear."),
        made(3, "b was clear"),
        made(4, "C was clear."),
        made(5, "C was clear."),
    ]
    assert pools(versions) == {1: 1, 2: 2, 3: 2, 4: 4, 5: 4}
    assert pools(versions, {2: 1}) == {1: 1, 2: 1, 3: 1, 4: 4, 5: 4}
    assert pools(versions, {5: 3, 2: 1}) == dict.fromkeys(range(1, 6), 1)
    # A choice about more than words counts for nothing, wherever it came from.
    other_points = made(6, "A was clear.", points=POINTS[:2])
    assert pools([*versions, other_points], {6: 1})[6] == 6


# Choices ------------------------------------------------------------------------------


@pytest.fixture
def reworded(site, noon):
    """Two versions of one statement, worded differently."""
    survey = SurveyFactory(body=[statement("pace", wording="The pace suitted me.")])
    first = survey.current_version.entries.get().item_version
    republish(survey, [statement("pace", wording="The pace suited me.")], noon)
    second = survey.current_version.entries.get().item_version
    return first, second


def test_a_correction_of_spelling_is_counted_on_and_can_be_parted(reworded, noon):
    first, second = reworded
    by = UserFactory()
    for reason in ["A typing error.", "Another reason."]:
        pool_wording(version=second, earlier=first, reason=reason, at=noon, by=by)

    choice = SameMeaning.objects.get()
    assert (choice.reason, choice.decided_by) == ("A typing error.", by)
    assert pools([first, second], {choice.version_id: choice.earlier_id}) == {
        first.pk: first.pk,
        second.pk: first.pk,
    }
    part_wording(version=second)
    part_wording(version=second)
    assert not SameMeaning.objects.exists()


def test_reports_compare_what_an_author_says_means_the_same(reworded, noon):
    first, second = reworded
    course = build_course(lessons=1).course
    runs = [
        SurveyRunFactory(course=course, survey_version=version.survey_versions.get())
        for version in reworded
    ]

    def pools_in_reports():
        return {
            version.pool
            for versions in versions_asked_in(runs).values()
            for version in versions
        }

    assert pools_in_reports() == {first.pk, second.pk}
    pool_wording(version=second, earlier=first, reason="Typo.", at=noon, by=None)
    assert pools_in_reports() == {first.pk}


def test_other_points_are_never_counted_together(site, noon):
    survey = SurveyFactory(body=[statement("pace")])
    first = survey.current_version.entries.get().item_version
    survey.scale.points = points(LABELS[:4])
    survey.scale.save()
    republish(survey, [statement("pace")], noon)
    second = survey.current_version.entries.get().item_version

    with pytest.raises(CannotPool) as refused:
        pool_wording(version=second, earlier=first, reason="So.", at=noon, by=None)
    assert refused.value.hindrance is Hindrance.POINTS


def test_a_choice_needs_a_reason(reworded, noon):
    first, second = reworded
    with pytest.raises(CannotPool) as refused:
        pool_wording(version=second, earlier=first, reason=" ", at=noon, by=None)
    assert refused.value.hindrance is Hindrance.NO_REASON
