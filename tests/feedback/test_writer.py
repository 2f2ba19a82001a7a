"""Counts always agree with the answers they were made from."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from feedback import writer
from feedback.groups import EVERYBODY, OTHERS
from feedback.models import Answer, AnswerState, RatingCell, Response, RunGroup
from feedback.reconciliation import differences
from tests.exploring import examples

VALUES = st.sampled_from([1, 2, 3, 4, 5, *AnswerState.values])


def cells(run, dimension=EVERYBODY, key=""):
    return {
        (version, value): n
        for version, value, n in RatingCell.objects.filter(
            group__run=run, group__dimension=dimension, group__key=key
        ).values_list("item_version", "value", "n")
    }


def test_storing_counts_each_value_once_per_dimension(run, submissions, versions):
    responded = writer.store(run=run, submissions=submissions(3, (5, 4, -97)))

    assert responded == 3
    expected = {
        (versions[0].pk, 5): 3,
        (versions[1].pk, 4): 3,
        (versions[2].pk, -97): 3,
    }
    assert cells(run) == expected
    assert cells(run, "profession", "nurse") == expected
    assert (Response.objects.count(), Answer.objects.count()) == (3, 9)


def test_storing_again_adds(run, submissions, versions):
    writer.store(run=run, submissions=submissions(2, (5, 5, 5)))
    responded = writer.store(run=run, submissions=submissions(1, (5, 1, 5)))

    assert responded == 3
    assert cells(run)[versions[1].pk, 5] == 2
    assert cells(run)[versions[1].pk, 1] == 1


@examples(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(VALUES, VALUES, VALUES, st.sampled_from("ABC"), st.booleans()),
        max_size=20,
    )
)
def test_any_submissions_in_any_batches_reconcile(run, versions, rows):
    Answer.objects.all().delete()
    Response.objects.all().delete()
    RatingCell.objects.all().delete()
    RunGroup.objects.all().delete()
    batch = []
    for *ratings, organisation, closes_batch in rows:
        batch.append(
            writer.Submission(
                values={v.pk: r for v, r in zip(versions, ratings, strict=True)},
                groups={
                    "organisation": organisation,
                    "profession": "",
                    "language": "fi",
                },
            )
        )
        if closes_batch:
            writer.store(run=run, submissions=batch)
            batch = []
    if batch:
        writer.store(run=run, submissions=batch)

    assert differences(run) == []


def test_reconciling_finds_a_planted_error_of_one(run, submissions):
    writer.store(run=run, submissions=submissions(6))
    assert differences(run) == []
    cell = RatingCell.objects.filter(group__dimension=EVERYBODY).first()
    cell.n += 1
    cell.save()

    # Against the answers, and against each of the three dimensions' own sums.
    found = differences(run)
    assert len(found) == 1
    assert found[0].counted == found[0].should_be + 1


@pytest.mark.parametrize("dimension", ["organisation", "profession", "language"])
def test_reconciling_finds_a_group_that_does_not_add_up(run, submissions, dimension):
    writer.store(run=run, submissions=submissions(6))
    cell = RatingCell.objects.filter(group__dimension=dimension).first()
    cell.n -= 1
    cell.save()

    assert len(differences(run)) == 1


def test_folding_moves_small_groups_into_one(run, submissions):
    writer.store(run=run, submissions=submissions(7, organisation="A"))
    writer.store(run=run, submissions=submissions(2, (1, 1, 1), organisation="B"))
    writer.store(run=run, submissions=submissions(4, (2, 2, 2), organisation="C"))

    writer.fold_groups(run=run, dimension="organisation", keys=["B", "C"])

    groups = RunGroup.objects.filter(run=run, dimension="organisation")
    assert dict(groups.values_list("key", "responded")) == {"A": 7, OTHERS: 6}
    assert differences(run) == []


def test_shuffling_gives_every_row_a_new_key_and_changes_no_count(run, submissions):
    writer.store(run=run, submissions=submissions(5, (5, 4, 3)))
    before = set(Response.objects.values_list("pk", flat=True))
    answers = set(Answer.objects.values_list("pk", flat=True))

    writer.shuffle_responses(run=run)

    assert before.isdisjoint(Response.objects.values_list("pk", flat=True))
    assert answers.isdisjoint(Answer.objects.values_list("pk", flat=True))
    assert differences(run) == []


def test_shuffling_keeps_each_respondents_answers_together(run, versions):
    vectors = [(1, 2, 3), (5, 5, -97), (4, -98, 1)]
    for vector in vectors:
        values = {v.pk: r for v, r in zip(versions, vector, strict=True)}
        writer.store(run=run, submissions=[writer.Submission(values=values)])

    writer.shuffle_responses(run=run)

    found = sorted(
        tuple(response.answers.get(item_version=v).value for v in versions)
        for response in Response.objects.all()
    )
    assert found == sorted(vectors)
