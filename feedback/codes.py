"""Codes for people without an account: made, handed out on paper, used once.

Only keyed digests of codes are stored. Using one deletes its row in the transaction
that stores the answers, so nothing says which code brought which answer, nor when.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.crypto import salted_hmac

from people.models import Profession

from . import writer
from .actions import release_interim
from .groups import Dimension
from .models import CodeBatch, RunKind, RunState, SurveyCode, SurveyRun

# Crockford's: no letter that looks like a digit or like another letter.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans("OIL", "011")
# 60 bits: whoever guesses a million times a second needs decades for one of a thousand.
LENGTH = 12
GROUP = 4
# More than this in one form would keep a page waiting.
LARGEST_BATCH = 300


class CodeNotValid(Exception):
    """No run waits for this code: it is misspelt, used, or of a run that is over."""


class RunTakesNoCodes(Exception):
    """The run is not one with codes, or is closed."""


class TooFewCodes(Exception):
    """With so few codes nothing of the run could ever be shown."""


def clean_code(text: str) -> str:
    """Return a code as it is compared: without spaces and dashes, lookalikes mended."""
    kept = "".join(sign for sign in text.upper() if sign.isalnum())
    return kept.translate(LOOKALIKES)


def written_code(code: str) -> str:
    """Return a code as it is printed: "7KQ2-M0XV-93TB"."""
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))


@transaction.atomic
def make_codes(
    *, run: SurveyRun, count: int, key: str, at: datetime.datetime
) -> list[str]:
    """Make codes for a run and return them; they are not stored and not told again.

    `key` is the random key of the form. The codes are derived from it and from the
    secret of the site, so that sending the same form again gives the same codes and
    makes none. Raises RunTakesNoCodes; TooFewCodes when the run would have fewer than
    its threshold.
    """
    run = writer.locked_run(run.pk)
    if run.kind != RunKind.CODES:
        raise RunTakesNoCodes
    digest = _digest(f"batch {run.pk} {key}", settings.SECRET_KEY)
    made = CodeBatch.objects.filter(digest=digest, run=run).first()
    if made is not None:
        return list(_derived(run, key, made.size))
    if run.state_on(timezone.localdate(at)) not in {RunState.PLANNED, RunState.OPEN}:
        raise RunTakesNoCodes
    if count_codes(run) + count < run.threshold:
        raise TooFewCodes
    codes = list(_derived(run, key, count))
    CodeBatch.objects.create(run=run, digest=digest, size=count)
    SurveyCode.objects.bulk_create(
        SurveyCode(run=run, digest=_digest(code, settings.SECRET_KEY)) for code in codes
    )
    return codes


def count_codes(run: SurveyRun) -> int:
    """Return how many codes were made for the run, used ones included."""
    return run.code_batches.aggregate(total=Sum("size"))["total"] or 0


def run_of_code(code: str, *, at: datetime.datetime) -> SurveyRun:
    """Return the run that waits for this code; raises CodeNotValid."""
    found = (
        SurveyCode.objects.filter(digest__in=_digests(code))
        .select_related("run__course", "run__survey_version__survey")
        .first()
    )
    if found is None or found.run.state_on(timezone.localdate(at)) != RunState.OPEN:
        raise CodeNotValid
    return found.run


@transaction.atomic
def answer_with_code(
    *,
    code: str,
    values: Mapping[int, int],
    comments: Mapping[int, str],
    language: str,
    profession: str = "",
    at: datetime.datetime,
) -> SurveyRun:
    """Count the answers of somebody who has a code, and spend the code.

    Both or neither. Nothing of the code is left, nor of when it was used. Raises
    CodeNotValid, also when the code was used meanwhile.
    """
    run = writer.locked_run(run_of_code(code, at=at).pk)
    if not run.is_open or not _spend(run, code):
        raise CodeNotValid
    responded = writer.store(
        run=run,
        submissions=[
            writer.Submission(
                values=values,
                comments=comments,
                groups=_groups(run.dimensions, language, profession),
            )
        ],
    )
    release_interim(run=run, responded=responded, at=at)
    return run


def _spend(run: SurveyRun, code: str) -> bool:
    """Delete the code; answer whether it was there, which is so for one request."""
    deleted, _by_model = SurveyCode.objects.filter(
        run=run, digest__in=_digests(code)
    ).delete()
    return deleted == 1


def _groups(
    dimensions: Iterable[str], language: str, profession: str
) -> dict[str, str]:
    """Return the groups of somebody of whom only this is known."""
    known = {
        str(Dimension.LANGUAGE): language,
        str(Dimension.PROFESSION): profession
        if profession in Profession.values
        else "",
    }
    return {dimension: known.get(dimension, "") for dimension in dimensions}


def _derived(run: SurveyRun, key: str, count: int) -> Iterator[str]:
    """Return the codes of a batch: the same for the same key, and only here."""
    for number in range(count):
        digest = salted_hmac(
            "feedback.codes.code",
            f"{run.pk} {key} {number}",
            secret=settings.SECRET_KEY,
            algorithm="sha256",
        ).digest()
        bits = int.from_bytes(digest, "big")
        yield "".join(ALPHABET[bits >> (5 * place) & 31] for place in range(LENGTH))


def _digests(code: str) -> list[str]:
    """Return what may be stored for a code, also under former secrets of the site."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [_digest(clean_code(code), secret) for secret in secrets]


def _digest(text: str, secret: str | bytes) -> str:
    return salted_hmac(
        "feedback.codes", text, secret=secret, algorithm="sha256"
    ).hexdigest()
