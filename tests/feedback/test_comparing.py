"""Two runs side by side: only what is released, only what asks the same, in words."""

import dataclasses
import json
import random
from fractions import Fraction

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from feedback import actions, writer
from feedback.comparing import NotCompared, compare_runs, with_comparison
from feedback.exports.formats import BY_KEY
from feedback.models import (
    Answer,
    RatingCell,
    RunGroup,
    SurveyItem,
    SurveyItemVersion,
    SurveyRun,
)
from feedback.pooling import hindrance
from feedback.reporting import run_report, run_reports
from people.models import Role
from psychometrics.comparison import holm
from tests.factories.feedback import SurveyFactory, SurveyRunFactory
from tests.factories.people import PASSWORD, MembershipFactory, OrganisationFactory
from tests.feedback import made_reports
from tests.feedback.reading_comparisons import READERS, Compared

# Rules --------------------------------------------------------------------------------


def hidden(number):
    return dataclasses.replace(
        made_reports.hidden_item(), key=f"s{number}", wording=f"Statement {number}."
    )


MANY, MORE, FEW = (1, 2, 8, 20, 27), (20, 20, 8, 5, 5), (0, 0, 1, 3, 3)


def compared(mine, theirs):
    this = made_reports.report(*mine)
    other = made_reports.report(*theirs, run={"pk": 8, "name": "Spring"})
    return compare_runs(this, other)


def one(counts, number=1, **changes):
    return made_reports.item(
        counts, **{"key": f"s{number}", "wording": f"Statement {number}."} | changes
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "reason"),
    [
        ([one(MANY)], [one(MORE)], None),
        ([one(MANY)], [one(FEW)], NotCompared.TOO_FEW),
        ([one(MANY)], [hidden(1)], NotCompared.HIDDEN),
        ([one(MANY)], [one(MORE, wording="Other.")], NotCompared.WORDING_CHANGED),
        ([one(MANY)], [one(MORE, version=2)], NotCompared.WORDING_CHANGED),
        ([one(MANY)], [one(MORE, 2)], NotCompared.ONLY_IN_THIS_RUN),
    ],
)
def test_a_statement_is_compared_or_it_is_said_why_not(mine, theirs, reason):
    item = compared(mine, theirs).items[0]

    assert item.reason is reason
    assert (item.verdict is None) is (reason is not None)
    assert (item.p_holm is None) is (reason is not None)
    # Two means of other questions have no difference, two small ones do.
    if reason in (None, NotCompared.TOO_FEW):
        assert item.mean_difference == item.this.summary.mean - item.other.summary.mean
    else:
        assert item.mean_difference is None


def test_a_statement_of_the_other_run_only_is_named_last():
    comparison = compared([one(MANY)], [one(MANY, 7), one(MORE)])

    assert [item.key for item in comparison.items] == ["s1", "s7"]
    assert comparison.items[1].reason is NotCompared.ONLY_IN_THE_OTHER
    assert comparison.items[1].number is None


def test_the_family_is_what_has_a_verdict():
    """What is not tested must not make the tests of the others stricter."""
    mine = [one(MANY, 1), one(MANY, 2), one(FEW, 3), one(MANY, 4)]
    theirs = [one(MORE, 1), one(MANY, 2), one(MANY, 3), hidden(4)]
    comparison = compared(mine, theirs)

    tested = comparison.compared
    assert [item.key for item in tested] == ["s1", "s2"]
    assert tuple(i.p_holm for i in tested) == holm([i.pairs.p for i in tested])
    assert comparison.items[0].p_holm == 2 * comparison.items[0].pairs.p


COUNTS = st.tuples(*[st.integers(0, 12)] * 5)


@given(pairs=st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=5))
def test_the_other_way_round_says_the_same_of_the_other_side(pairs):
    mine = [one(a, number) for number, (a, _b) in enumerate(pairs, start=1)]
    theirs = [one(b, number) for number, (_a, b) in enumerate(pairs, start=1)]
    forth, back = compared(mine, theirs), compared(theirs, mine)

    for here, there in zip(forth.items, back.items, strict=True):
        assert here.reason == there.reason
        if here.mean_difference is not None:
            assert here.mean_difference == -there.mean_difference
        if here.verdict is not None:
            assert here.pairs.cliffs_delta == -there.pairs.cliffs_delta
            assert here.verdict.grade == there.verdict.grade
            words = {str(here.verdict.word), str(there.verdict.word)}
            assert len(words) == 1 or words == {"x_higher", "y_higher"}


# Wordings -----------------------------------------------------------------------------

POINTS = [{"en": "No", "fi": "Ei"}, {"en": "Perhaps"}, {"en": "Yes"}]


def version(pk, *, wording=None, points=POINTS, item_id=1, is_reverse_keyed=False):
    return SurveyItemVersion(
        pk=pk,
        item=SurveyItem(pk=item_id),
        wording=wording or {"en": "It was clear."},
        points=points,
        is_reverse_keyed=is_reverse_keyed,
    )


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({}, True),
        ({"wording": {"en": " it was  CLEAR"}}, True),
        ({"wording": {"en": "It was clear.", "sv": "Det var tydligt."}}, True),
        ({"wording": {"en": "It was very clear."}}, False),
        ({"wording": {"fi": "Selkeä."}}, False),
        ({"points": [*POINTS, {"en": "Very"}]}, False),
        ({"points": [{"en": "Never"}, *POINTS[1:]]}, False),
        ({"points": [{"en": "no."}, *POINTS[1:]]}, True),
        ({"is_reverse_keyed": True}, False),
        ({"item_id": 2}, False),
    ],
)
def test_what_asks_the_same_is_comparable(changes, is_same):
    first, second = version(1), version(2, **changes)

    assert (hindrance(first, second) is None) is is_same
    assert (hindrance(second, first) is None) is is_same


# On pages and in files ----------------------------------------------------------------


@pytest.fixture
def organisation(db):
    return OrganisationFactory()


@pytest.fixture
def runs(built, survey, versions, organisation, noon):
    """Spring and Autumn: better, about the same, and too few to say."""

    def make(name, day, rows):
        run = SurveyRunFactory(
            course=built.course,
            survey_version=survey.current_version,
            organisation=organisation,
            dimensions=["profession"],
            name=name,
            eligible=60,
            opened_on=day,
        )
        writer.store(
            run=run,
            submissions=[
                writer.Submission(
                    values={v.pk: r for v, r in zip(versions, row, strict=True)},
                    groups={"profession": "nurse"},
                )
                for row in rows
            ],
        )
        return actions.close_run(run=run, at=noon)

    rng = random.Random(3)
    autumn = [
        (rng.choice((1, 2, 3)), rng.choice((3, 4, 5)), 4 if n < 7 else -97)
        for n in range(40)
    ]
    spring = [
        (rng.choice((3, 4, 5)), rng.choice((3, 4, 5)), rng.choice((4, 5)))
        for _n in range(30)
    ]
    return (
        make("Spring", noon.date(), spring),
        make("Autumn", noon.date().replace(day=1), autumn),
    )


@pytest.fixture
def coordinator(client, organisation):
    user = MembershipFactory(organisation=organisation, role=Role.COORDINATOR).user
    client.login(username=user.email, password=PASSWORD)
    return user


def of_report(report):
    """Return what every file must say, of the report itself."""
    from feedback.comparison_wording import verdict

    def two(value):
        from psychometrics.rounding import round_half_up

        return None if value is None else round_half_up(value, 2)

    return {
        item.number: Compared(
            other_mean=two(item.other.summary.mean),
            difference=two(item.mean_difference),
            delta=two(item.pairs.cliffs_delta) if item.pairs else None,
            verdict=verdict(item, "Spring", "Autumn"),
        )
        for item in report.comparison.items
    }


def test_page_and_files_say_the_same_of_both_runs(client, coordinator, runs):
    spring, autumn = runs
    report = with_comparison(run_report(spring), run_report(autumn))
    expected = of_report(report)
    query = {"run": spring.pk, "compare": autumn.pk}
    address = f"/ratings/{spring.course.slug}/"

    assert {item.verdict for item in expected.values()} == {
        "Clearly higher in “Spring”.",
        "No clear difference.",
        "No verdict: fewer than 10 ratings in one of the runs.",
    }
    assert READERS["html"](client.get(address, query).content) == expected
    for key, read in READERS.items():
        content = client.get(address + BY_KEY[key].path, query).content
        assert read(content) == expected, key


def test_only_what_is_released_is_read(runs):
    """No answer and no cell is needed, so none can be learnt that is not shown."""
    before = compare_runs(*run_reports(runs))
    Answer.objects.all().delete()
    RatingCell.objects.all().delete()
    RunGroup.objects.exclude(dimension="").delete()

    after = compare_runs(*run_reports(runs))
    for one_item, other_item in zip(before.items, after.items, strict=True):
        assert one_item.pairs == other_item.pairs
        assert one_item.mean_difference == other_item.mean_difference


@pytest.mark.parametrize(
    "stranger", ["other organisation", "other survey", "itself", "no number"]
)
def test_a_run_that_cannot_be_compared_is_not_found(
    client, coordinator, built, survey, runs, stranger
):
    spring, _autumn = runs
    if stranger == "other organisation":
        other = SurveyRunFactory(
            course=built.course,
            survey_version=survey.current_version,
            organisation=OrganisationFactory(),
        ).pk
    elif stranger == "other survey":
        other = SurveyRunFactory(
            course=built.course,
            survey_version=SurveyFactory().current_version,
            organisation=spring.organisation,
        ).pk
    else:
        other = spring.pk if stranger == "itself" else "x"
    address = f"/ratings/{spring.course.slug}/"
    query = {"run": spring.pk, "compare": other}

    assert client.get(address, query).status_code == 404
    assert client.get(f"{address}table.csv", query).status_code == 404


def test_nothing_is_said_of_a_run_that_is_not_released(
    client, coordinator, built, survey, submissions, runs
):
    spring, _autumn = runs
    other = SurveyRunFactory(
        course=built.course,
        survey_version=survey.current_version,
        organisation=spring.organisation,
        dimensions=[],
        name="Now",
    )
    writer.store(run=other, submissions=submissions(40, (1, 1, 1)))
    html = client.get(
        f"/ratings/{spring.course.slug}/", {"run": spring.pk, "compare": other.pk}
    ).content.decode()
    data = client.get(
        f"/ratings/{spring.course.slug}/figures.json",
        {"run": spring.pk, "compare": other.pk},
    ).json()

    assert "Nothing of “Now” is released yet." in html
    assert {i["other_n"] for i in data["comparison"]["items"]} == {None}
    assert {i["not_compared"] for i in data["comparison"]["items"]} == {"hidden"}


def test_a_changed_statement_is_named_with_both_wordings(
    client, coordinator, built, survey, versions, submissions, runs, noon
):
    spring, _autumn = runs
    block = survey.body[0]
    block.value["wording"]["en"] = "Statement clarity, worded anew."
    survey.save()
    version = actions.freeze_survey(survey=survey, at=noon)
    new = list(version.item_versions.filter(item__kind="likert").order_by("entries"))
    run = SurveyRunFactory(
        course=built.course,
        survey_version=version,
        organisation=spring.organisation,
        dimensions=[],
        name="Summer",
        eligible=40,
    )
    values = {one_version.pk: 5 for one_version in new}
    writer.store(
        run=run, submissions=[writer.Submission(values=values, groups={})] * 20
    )
    run = actions.close_run(run=run, at=noon)
    report = with_comparison(run_report(run), run_report(spring))
    html = client.get(
        f"/ratings/{spring.course.slug}/", {"run": run.pk, "compare": spring.pk}
    ).content.decode()

    first, second, _third = report.comparison.items
    assert (first.reason, second.reason) == (NotCompared.WORDING_CHANGED, None)
    assert "worded anew" in html
    assert "In “Spring”: Statement clarity." in html


def test_the_command_compares_by_name(runs, capsys):
    spring, autumn = runs
    call_command("ratings_report", spring.course.slug, run="Spring", compare="Autumn")
    data = json.loads(capsys.readouterr().out)

    report = compare_runs(run_report(spring), run_report(autumn))
    assert data["comparison"]["run"] == "Autumn"
    assert [i["p_holm"] for i in data["comparison"]["items"]] == [
        item.p_holm for item in report.items
    ]
    delta = report.items[0].pairs.cliffs_delta
    assert Fraction(data["comparison"]["items"][0]["cliffs_delta"]) == pytest.approx(
        delta
    )
    with pytest.raises(CommandError, match="Other runs of the same survey: “Autumn”"):
        call_command("ratings_report", spring.course.slug, run="Spring", compare="X")


def test_several_reports_cost_as_much_as_one(runs, django_assert_num_queries):
    for some in (runs[:1], runs):
        fetched = list(
            SurveyRun.objects.select_related(
                "course", "survey_version__survey", "organisation"
            ).filter(pk__in=[run.pk for run in some])
        )
        with django_assert_num_queries(4):
            assert len(run_reports(fetched)) == len(some)
