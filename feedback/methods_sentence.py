"""The paragraph of a paper or report that says where its figures come from.

It is made of the same report as the figures, so it cannot speak of other people than
they do. Each sentence is a whole one in every language.
"""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from . import wording
from .models import RunMode
from .report import RunReport, ScaleBlock


def methods_text(report: RunReport) -> str:
    """Return who answered what, and how it was counted; "" while nothing is released.

    "Seven of eight invited participants (88%) completed the questionnaire …"
    """
    if not report.is_released or report.responded is None:
        return ""
    sentences = [
        wording.notice(report),
        _participation(report, report.responded),
        *_collection(report),
        *_scale(report),
        *_figures(report),
        _("Nothing is reported that rests on fewer than %(threshold)s answers.")
        % {"threshold": in_words(report.run.threshold)},
    ]
    return " ".join(_capitalised(sentence) for sentence in sentences if sentence)


def in_words(number: int) -> str:
    """Return a number as running text has it: in English in words up to nine.

    Languages that bend their numerals translate each with its digit.
    """
    words = [
        pgettext("number in running text", "zero"),
        pgettext("number in running text", "one"),
        pgettext("number in running text", "two"),
        pgettext("number in running text", "three"),
        pgettext("number in running text", "four"),
        pgettext("number in running text", "five"),
        pgettext("number in running text", "six"),
        pgettext("number in running text", "seven"),
        pgettext("number in running text", "eight"),
        pgettext("number in running text", "nine"),
    ]
    return words[number] if 0 <= number < len(words) else str(number)


def _participation(report: RunReport, responded: int) -> str:
    values = {
        "responded": in_words(responded),
        "survey": report.run.survey_version.survey.name,
        "course": report.title,
    }
    if report.run.is_open:
        return _participation_so_far(report, values)
    if report.response_rate is None:
        return (
            _(
                "In all, %(responded)s participants completed the questionnaire "
                "“%(survey)s” of the course “%(course)s”; how many were invited is not "
                "known."
            )
            % values
        )
    values["eligible"] = in_words(report.eligible or 0)
    values["rate"] = wording.percent(report.response_rate)
    if responded < 10:
        return (
            _(
                "%(responded)s of %(eligible)s invited participants (%(rate)s) "
                "completed the questionnaire “%(survey)s” of the course “%(course)s”."
            )
            % values
        )
    # A sentence does not begin with a figure.
    return (
        _(
            "Of %(eligible)s invited participants, %(responded)s (%(rate)s) completed "
            "the questionnaire “%(survey)s” of the course “%(course)s”."
        )
        % values
    )


def _participation_so_far(report: RunReport, values: dict[str, str]) -> str:
    """Return how many have answered an open run, at least: more is not told."""
    if report.response_rate is None:
        return (
            _(
                "So far at least %(responded)s participants have completed the "
                "questionnaire “%(survey)s” of the course “%(course)s”."
            )
            % values
        )
    values["eligible"] = in_words(report.eligible or 0)
    values["rate"] = wording.percent(report.response_rate)
    return (
        _(
            "So far at least %(responded)s of %(eligible)s invited participants "
            "(%(rate)s) have completed the questionnaire “%(survey)s” of the course "
            "“%(course)s”."
        )
        % values
    )


def _collection(report: RunReport) -> list[str]:
    """Return when answers were collected, and on which of them the figures rest."""
    run = report.run
    first = date_format(run.opened_on)
    if run.closed_on is None:
        sentence = _(
            "Answers have been collected since %(first)s; the survey is still open."
        ) % {"first": first}
    elif run.closed_on == run.opened_on:
        sentence = _("Answers were collected on %(day)s.") % {"day": first}
    else:
        sentence = _("Answers were collected from %(first)s to %(last)s.") % {
            "first": first,
            "last": date_format(run.closed_on),
        }
    sentences = [sentence]
    if run.mode == RunMode.ANONYMOUS:
        sentences.append(_("They were anonymous."))
    else:
        sentences.append(_("They were given under pseudonyms."))
    if report.released != report.responded:
        sentences.append(
            _("The figures rest on the first %(released)s answers.")
            % {"released": in_words(report.released or 0)}
        )
    return sentences


def _scale(report: RunReport) -> list[str]:
    """Return what was rated, and on which scale."""
    blocks = report.blocks
    if not blocks:
        return []
    sentences = (
        [_statements(blocks[0])] if len(blocks) == 1 else _statements_by_scale(report)
    )
    turned = sum(item.is_reversed for item in report.items)
    if turned:
        sentences.append(
            ngettext(
                "The ratings of one statement that is worded the other way round were "
                "turned before they were counted.",
                "The ratings of %(count)s statements that are worded the other way "
                "round were turned before they were counted.",
                turned,
            )
            % {"count": in_words(turned)}
        )
    return sentences


def _statements(block: ScaleBlock) -> str:
    """Return how many statements there are, and their one scale."""
    count = len(block.places)
    return ngettext(
        "The questionnaire has one statement, rated from 1 (“%(first)s”) to "
        "%(points)s (“%(last)s”).",
        "The questionnaire has %(count)s statements, each rated from 1 "
        "(“%(first)s”) to %(points)s (“%(last)s”).",
        count,
    ) % _ends(block)


def _statements_by_scale(report: RunReport) -> list[str]:
    """Return how many statements there are on each of several scales."""
    return [
        _("The questionnaire has %(count)s statements on %(scales)s scales.")
        % {"count": in_words(len(report.items)), "scales": in_words(len(report.blocks))}
    ] + [
        ngettext(
            "One of them is rated from 1 (“%(first)s”) to %(points)s (“%(last)s”).",
            "%(count)s of them are rated from 1 (“%(first)s”) to %(points)s "
            "(“%(last)s”).",
            len(block.places),
        )
        % _ends(block)
        for block in report.blocks
    ]


def _ends(block: ScaleBlock) -> dict[str, object]:
    return {
        "count": in_words(len(block.places)),
        "first": block.labels[0],
        "points": len(block.labels),
        "last": block.labels[-1],
    }


def _favourable(report: RunReport) -> list[str]:
    """Return from which point on a rating is favourable, for each scale."""
    lowest = [
        {
            "points": len(block.labels),
            "lowest": report.items[block.places[0]].lowest_favourable,
        }
        for block in report.blocks
    ]
    if len(lowest) == 1:
        return [_("Ratings of %(lowest)s or more are called favourable.") % lowest[0]]
    return [
        _(
            "On the scale of %(points)s points, ratings of %(lowest)s or more are "
            "called favourable."
        )
        % entry
        for entry in lowest
    ]


def _figures(report: RunReport) -> list[str]:
    """Return what each figure is, and the one of all ratings together."""
    sentences = [
        _(
            "For each statement the table gives the number of ratings (n), how often "
            "each point was chosen, and the mean, which is the sum of the ratings "
            "divided by n and rounded half up to two decimals, with its 95%% "
            "Dirichlet-Beta interval."
        )
        % {},
        _(
            "“Not applicable” and skipped statements are counted apart and are not "
            "part of n."
        ),
    ]
    sentences += _favourable(report)
    if len(report.blocks) > 1 and report.overall_mean is not None:
        sentences.append(wording.main_scale(report))
    if report.overall_mean is None:
        return sentences
    values = {
        "n": report.overall_n,
        "mean": wording.decimal(report.overall_mean),
        "interval": wording.interval(report.overall_ci95),
    }
    if not values["interval"]:
        return [*sentences, _("The mean of all %(n)s ratings was %(mean)s.") % values]
    return [
        *sentences,
        _(
            "The mean of all %(n)s ratings was %(mean)s (95%% interval over "
            "respondents: %(interval)s)."
        )
        % values,
    ]


def _capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
