"""The only module that writes answers and the counts of them.

Those of an anonymous run and those under a pseudonym lie in tables of their own, and
are counted in the same ones.

Answers and counts change in one transaction, and every change of counts is one relative
statement per table with its rows in the order of their keys: parallel writers wait for
each other in the same order, lose nothing and cannot deadlock. The caller holds the
lock of the run (`locked_run`).

Counts of groups have no answers behind them that say so: which groups a response
belonged to is not stored anywhere. What can be checked is that the groups of each
dimension add up to the whole; `feedback.reconciliation` does.
"""

import dataclasses
import random
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, transaction
from django.db.models import F, Model

from . import shuffling
from .groups import EVERYBODY, OTHERS
from .models import (
    Answer,
    Comment,
    ConfidentialAnswer,
    ConfidentialResponse,
    Pseudonym,
    RatingCell,
    Response,
    RunGroup,
    SurveyRun,
)

# Rows per statement: below the number of parameters that SQLite accepts.
BATCH = 1000


@dataclasses.dataclass(frozen=True)
class Submission:
    """What one respondent handed in."""

    # Item version id → 1…11, or a code of AnswerState. One entry per item shown.
    values: Mapping[int, int]
    # Dimension → group, for each dimension of the run.
    groups: Mapping[str, str] = dataclasses.field(default_factory=dict)
    # Item version id of an open question → text.
    comments: Mapping[int, str] = dataclasses.field(default_factory=dict)
    # Whose it is, in a confidential run and nowhere else.
    pseudonym: Pseudonym | None = None


def locked_run(run_id: int) -> SurveyRun:
    """Return the run, locked until the end of the transaction."""
    return SurveyRun.objects.select_for_update().get(pk=run_id)


@transaction.atomic
def store(*, run: SurveyRun, submissions: Sequence[Submission]) -> int:
    """Store answers and count them; return how many respondents the run has now."""
    if run.is_confidential:
        _store_under_pseudonyms(run, submissions)
    else:
        _store_without_people(run, submissions)
    comments = [
        Comment(run=run, item_version_id=item_version_id, text=text)
        for submission in submissions
        for item_version_id, text in submission.comments.items()
    ]
    # Within one call nothing is stored in the order in which people answered.
    random.SystemRandom().shuffle(comments)
    Comment.objects.bulk_create(comments, batch_size=BATCH)

    people: Counter[tuple[str, str]] = Counter()
    ratings: Counter[tuple[str, str, int, int]] = Counter()
    for submission in submissions:
        groups = [(EVERYBODY, EVERYBODY), *sorted(submission.groups.items())]
        people.update(groups)
        for dimension, key in groups:
            for item_version_id, value in submission.values.items():
                ratings[dimension, key, item_version_id, value] += 1
    group_ids = _add_people(run, people)
    _add_ratings(
        {
            (group_ids[dimension, key], item_version_id, value): n
            for (dimension, key, item_version_id, value), n in ratings.items()
        }
    )
    everybody = RunGroup.objects.filter(run=run, dimension=EVERYBODY).first()
    return everybody.responded if everybody else 0


def _store_without_people(run: SurveyRun, submissions: Sequence[Submission]) -> None:
    responses = [Response(run=run) for _submission in submissions]
    answers = [
        Answer(response=response, item_version_id=item_version_id, value=value)
        for response, submission in zip(responses, submissions, strict=True)
        for item_version_id, value in submission.values.items()
    ]
    Response.objects.bulk_create(responses, batch_size=BATCH)
    Answer.objects.bulk_create(answers, batch_size=BATCH)


def _store_under_pseudonyms(run: SurveyRun, submissions: Sequence[Submission]) -> None:
    responses = [
        ConfidentialResponse(
            run=run, pseudonym=submission.pseudonym, groups=dict(submission.groups)
        )
        for submission in submissions
    ]
    answers = [
        ConfidentialAnswer(
            response=response, item_version_id=item_version_id, value=value
        )
        for response, submission in zip(responses, submissions, strict=True)
        for item_version_id, value in submission.values.items()
    ]
    ConfidentialResponse.objects.bulk_create(responses, batch_size=BATCH)
    ConfidentialAnswer.objects.bulk_create(answers, batch_size=BATCH)


@transaction.atomic
def uncount(*, run: SurveyRun, response: ConfidentialResponse) -> None:
    """Take the answers of a confidential response out of the counts.

    What was released before stays as it was: figures of at least the threshold.
    """
    values = dict(response.answers.values_list("item_version", "value"))
    for dimension, key in [(EVERYBODY, EVERYBODY), *sorted(response.groups.items())]:
        group = RunGroup.objects.get(run=run, dimension=dimension, key=key)
        RunGroup.objects.filter(pk=group.pk).update(responded=F("responded") - 1)
        for item_version_id, value in sorted(values.items()):
            RatingCell.objects.filter(
                group=group, item_version=item_version_id, value=value
            ).update(n=F("n") - 1)


def _add_people(
    run: SurveyRun, people: Mapping[tuple[str, str], int]
) -> dict[tuple[str, str], uuid.UUID]:
    """Add to the number of respondents of each group; return the groups' ids."""
    rows = [
        (run.pk, dimension, key, n) for (dimension, key), n in sorted(people.items())
    ]
    _upsert(
        RunGroup,
        "INSERT INTO feedback_rungroup (id, run_id, dimension, key, responded) "
        "VALUES {rows} ON CONFLICT (run_id, dimension, key) "
        "DO UPDATE SET responded = feedback_rungroup.responded + EXCLUDED.responded",
        rows,
    )
    return {
        (group.dimension, group.key): group.pk
        for group in RunGroup.objects.filter(run=run)
    }


def _add_ratings(ratings: Mapping[tuple[uuid.UUID, int, int], int]) -> None:
    """Add to the count of each (group, item version, value)."""
    group_id = RatingCell._meta.get_field("group")
    _upsert(
        RatingCell,
        "INSERT INTO feedback_ratingcell (id, group_id, item_version_id, value, n) "
        "VALUES {rows} ON CONFLICT (group_id, item_version_id, value) "
        "DO UPDATE SET n = feedback_ratingcell.n + EXCLUDED.n",
        [
            (group_id.get_db_prep_value(group, connection), *rest, n)
            for (group, *rest), n in sorted(ratings.items())
        ],
    )


def _upsert(model: type[Model], statement: str, rows: Sequence[tuple]) -> None:
    """Run an upsert that adds, which bulk_create cannot: it only overwrites.

    Each row gets a random key, which is dropped where the row is there already.
    """
    key = model._meta.pk
    with connection.cursor() as cursor:
        for start in range(0, len(rows), BATCH):
            batch = [
                (key.get_db_prep_value(uuid.uuid4(), connection), *row)
                for row in rows[start : start + BATCH]
            ]
            placeholders = ", ".join(["(%s, %s, %s, %s, %s)"] * len(batch))
            cursor.execute(
                statement.format(rows=placeholders),
                [value for row in batch for value in row],
            )


@transaction.atomic
def fold_groups(*, run: SurveyRun, dimension: str, keys: Iterable[str]) -> None:
    """Fold small groups of one dimension into one, and delete them as groups.

    After closing, the database then holds no count that a report may not show.
    """
    groups = list(RunGroup.objects.filter(run=run, dimension=dimension, key__in=keys))
    if not groups:
        return
    folded: Counter[tuple[int, int]] = Counter()
    cells = RatingCell.objects.filter(group__in=groups)
    for item_version_id, value, n in cells.values_list("item_version", "value", "n"):
        folded[item_version_id, value] += n
    ids = _add_people(
        run, {(dimension, OTHERS): sum(group.responded for group in groups)}
    )
    others = ids[dimension, OTHERS]
    _add_ratings({(others, item, value): n for (item, value), n in folded.items()})
    cells.delete()
    RunGroup.objects.filter(pk__in=[group.pk for group in groups]).delete()
    folded_keys = {group.key for group in groups}
    for response in ConfidentialResponse.objects.filter(run=run):
        if response.groups.get(dimension) in folded_keys:
            response.groups[dimension] = OTHERS
            response.save(update_fields=["groups"])


@transaction.atomic
def delete_comments(*, run: SurveyRun) -> None:
    """Delete all comments of a run. What was rated beside them stays."""
    Comment.objects.filter(run=run).delete()


@transaction.atomic
def shuffle_responses(*, run: SurveyRun) -> None:
    """Store all answers and comments anew, with fresh keys and in random order.

    Until then somebody with the database's files in hand could have compared the order
    of rows with the order in which people finished the course.
    """
    shuffling.shuffle(run)


@transaction.atomic
def shuffle_counts(*, run: SurveyRun) -> None:
    """Store all counts anew, with fresh keys and in random order.

    Rows of counts lie in the order in which somebody first gave a value: those of the
    first respondent first. Afterwards nothing tells them from the others.
    """
    groups = list(RunGroup.objects.filter(run=run))
    cells = list(RatingCell.objects.filter(group__run=run))
    RatingCell.objects.filter(group__run=run).delete()
    RunGroup.objects.filter(run=run).delete()

    generator = random.SystemRandom()
    generator.shuffle(groups)
    generator.shuffle(cells)
    keys = {group.pk: uuid.uuid4() for group in groups}
    for group in groups:
        group.pk = keys[group.pk]
    for cell in cells:
        cell.pk, cell.group_id = uuid.uuid4(), keys[cell.group_id]
    RunGroup.objects.bulk_create(groups, batch_size=BATCH)
    RatingCell.objects.bulk_create(cells, batch_size=BATCH)
