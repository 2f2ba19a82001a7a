"""The figures of an item analysis in words: the same on the page and in the files."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from psychometrics.bands import (
    Band,
    DiscriminationWord,
    FacilityWord,
    discrimination_word,
    facility_word,
)
from psychometrics.intervals import Interval
from psychometrics.rounding import exact, round_half_up

from .flags import Flag
from .option_reporting import OptionReport
from .reporting import AnalysisReport, ItemReport, QuizReport

Number = int | float | Fraction


def decimal(value: Number | None, places: int = 2) -> str:
    """Return a number rounded half up, or the dash of one that does not exist."""
    if value is None:
        return "–"
    # With the sign for minus; a hyphen would be taken for the dash of a range.
    return number_format(round_half_up(exact(value), places)).replace("-", "−")


def points(value: Number | None) -> str:
    """Return points with as many decimals as they have, two at most: 4, 4.5, 4.25."""
    if value is None:
        return "–"
    text = round_half_up(exact(value), 2).rstrip("0").rstrip(".")
    return number_format(text)


def percent(share: Fraction | None) -> str:
    """Return a share as whole per cent: "81%", in Finnish and Swedish "81 %"."""
    if share is None:
        return "–"
    return _("%(number)s%%") % {"number": round_half_up(100 * share, 0)}


def interval(limits: Interval | None) -> str:
    """Return "0.21 to 0.64", "" when there is no interval."""
    if limits is None:
        return ""
    low, high = limits
    return _("%(low)s to %(high)s") % {"low": decimal(low), "high": decimal(high)}


def facility(item: ItemReport) -> str:
    """Return "81%"; with few attempts "6 of 7", and "" where it is hidden."""
    if not item.shown or item.n is None:
        return ""
    if item.bands.facility is Band.COUNTS:
        return _("%(k)s of %(n)s") % {"k": item.right_count, "n": item.n}
    return percent(item.facility)


def facility_in_words(share: Fraction) -> str:
    """Return how easy an item of this facility is."""
    words = {
        FacilityWord.EXTREMELY_DIFFICULT: _("extremely difficult, or faulty"),
        FacilityWord.VERY_DIFFICULT: _("very difficult"),
        FacilityWord.DIFFICULT: _("difficult"),
        FacilityWord.MODERATELY_DIFFICULT: _("moderately difficult"),
        FacilityWord.ABOUT_RIGHT: _("of middle difficulty"),
        FacilityWord.FAIRLY_EASY: _("fairly easy"),
        FacilityWord.EASY: _("easy"),
        FacilityWord.VERY_EASY: _("very easy"),
        FacilityWord.EXTREMELY_EASY: _("extremely easy"),
    }
    return words[facility_word(share)]


def discrimination_in_words(correlation: float, limits: Interval | None) -> str:
    """Return how well an item of this discrimination tells strong from weak.

    Whose range holds 0 may be anything, so it gets no judgement.
    """
    if limits is not None and limits[0] <= 0 <= limits[1]:
        return _("not to be told from 0")
    words = {
        DiscriminationWord.VERY_GOOD: _("very good"),
        DiscriminationWord.ADEQUATE: _("adequate"),
        DiscriminationWord.WEAK: _("weak"),
        DiscriminationWord.VERY_WEAK: _("very weak"),
        DiscriminationWord.NEGATIVE: _("negative: check the key"),
    }
    return words[discrimination_word(correlation)]


def flag(reason: Flag) -> str:
    """Return a reason to look at a question, as a sentence."""
    sentences = {
        Flag.OPTION_BEFORE_KEY: _(
            "A wrong option was chosen more often than a right one. Check the key, and "
            "whether the wording misleads."
        ),
        Flag.NEGATIVE_DISCRIMINATION: _(
            "Those who did well otherwise did worse here. Check the key first."
        ),
        Flag.BELOW_GUESSING: _(
            "Fewer got it right than would by guessing. Something points the wrong way."
        ),
        Flag.ESSENTIAL_UNKNOWN: _(
            "It is essential, and fewer than half got it right. Teach it again, or ask "
            "it more clearly."
        ),
        Flag.MANY_UNANSWERED: _(
            "More than one in ten gave no answer. It may be unclear or too long."
        ),
        Flag.UNUSED_DISTRACTOR: _(
            "Nobody chose one of the wrong options. It can be left out: three options "
            "are usually enough."
        ),
        Flag.TOO_EASY: _("Nearly everybody is right, so it tells nobody apart."),
        Flag.TOO_DIFFICULT: _("Hardly anybody is right, so it tells nobody apart."),
        Flag.WEAK_DISCRIMINATION: _(
            "Those who did well otherwise are hardly better here, so it adds little to "
            "telling people apart."
        ),
    }
    return sentences[reason]


def standing(report: AnalysisReport) -> str:
    """Return how many people have finished the quiz, and who is in no figure."""
    people = ngettext(
        "%(n)s person has finished this quiz.",
        "%(n)s people have finished this quiz.",
        report.finished,
    ) % {"n": report.finished}
    if report.quiz is None or not report.left_out:
        return people
    left_out = ngettext(
        "%(n)s attempt is in no figure yet: it had a version of a question that fewer "
        "than %(threshold)s people have had.",
        "%(n)s attempts are in no figure yet: they had a version of a question that "
        "fewer than %(threshold)s people have had.",
        report.left_out,
    ) % {"n": report.left_out, "threshold": report.threshold}
    return f"{people} {left_out}"


def too_few(report: AnalysisReport) -> tuple[str, str]:
    """Return heading and text for a quiz of which nothing may be shown yet."""
    if report.finished < report.threshold:
        title = _("Not enough attempts yet: %(finished)s of %(threshold)s") % {
            "finished": report.finished,
            "threshold": report.threshold,
        }
    else:
        title = _("Not enough attempts with the same questions yet")
    text = _(
        "Figures are shown when at least %(threshold)s people have finished the quiz "
        "with the same version of its questions. Fewer would give single people away."
    ) % {"threshold": report.threshold}
    return title, text


def item_label(item: ItemReport) -> str:
    """Return what tells a former version from today's question, "" for the latter."""
    if item.is_current:
        return ""
    return _("version %(number)s, no longer asked") % {"number": item.version}


def item_rows(report: AnalysisReport) -> list[dict[str, Any]]:
    """Return what the table says of each item, in words and written numbers."""
    return [
        _item_row(item, number, report) for number, item in enumerate(report.items, 1)
    ]


def _item_row(item: ItemReport, number: int, report: AnalysisReport) -> dict[str, Any]:
    has_percent = item.bands.facility in (Band.PROVISIONAL, Band.PERCENT)
    return {
        "item": item,
        "number": number,
        "label": item_label(item),
        "reason": _("Fewer than %(threshold)s attempts.")
        % {"threshold": report.threshold},
        "is_provisional": item.bands.facility is Band.PROVISIONAL,
        "facility": facility(item),
        "facility_word": facility_in_words(item.facility)
        if has_percent and item.facility is not None
        else "",
        "discrimination": decimal(item.discrimination),
        "discrimination_interval": interval(item.discrimination_ci95),
        "discrimination_word": discrimination_in_words(
            item.discrimination, item.discrimination_ci95
        )
        if item.discrimination is not None and item.bands.discrimination is Band.PERCENT
        else "",
        "why_no_discrimination": _no_discrimination(item),
        "upper_lower": decimal(item.upper_lower_index),
        "quarters": quarters(item),
        "guess": percent(item.random_guess) if item.random_guess is not None else "",
        "intended_weight": percent(item.intended_weight)
        if item.intended_weight is not None
        else "",
        "effective_weight": percent(exact(item.effective_weight))
        if item.effective_weight is not None
        else "",
        "efficiency": percent(exact(item.discriminative_efficiency))
        if item.discriminative_efficiency is not None
        else "",
        "options": [option_row(option, item) for option in item.options],
        "has_groups": any(o.top_share is not None for o in item.options),
        "flags": [flag(reason) for reason in item.flags],
    }


def _no_discrimination(item: ItemReport) -> str:
    """Return why a shown item has no discrimination."""
    if item.discrimination is not None:
        return ""
    if item.bands.discrimination is Band.HIDDEN:
        return _("from 10 attempts")
    return _("all did alike")


def quarters(item: ItemReport) -> list[dict[str, Any]]:
    """Return the facility in each quarter of learners, weakest first, to be drawn."""
    return [
        {
            "n": quarter.n,
            "percent": percent(quarter.facility),
            # Whole per cent of the height; an empty quarter has no bar.
            "height": None
            if quarter.facility is None
            else int(round_half_up(100 * quarter.facility, 0)),
        }
        for quarter in item.quarters
    ]


def option_row(option: OptionReport, item: ItemReport) -> dict[str, Any]:
    """Return what the option table says of one option."""
    return {
        "option": option,
        "text": _("No answer")
        if option.key is None
        else option.text or _("Another answer"),
        "share": "" if item.bands.facility is Band.COUNTS else percent(option.share),
        "top": percent(option.top_share),
        "bottom": percent(option.bottom_share),
        "correlation": decimal(option.correlation_with_rest),
    }


def quiz_facts(report: AnalysisReport) -> list[dict[str, str]]:
    """Return the figures of the quiz as value, caption, what it rests on, and note."""
    quiz = report.quiz
    if quiz is None:
        return []
    facts = [_mean_fact(quiz), _pass_fact(report, quiz)]
    if quiz.internal_consistency is not None:
        facts.append(
            {
                "value": decimal(quiz.internal_consistency),
                "caption": _("Internal consistency (alpha)"),
                "n": _("Plausible: %(interval)s")
                % {"interval": interval(quiz.internal_consistency_ci95)},
                "note": _("The questions do not measure one thing.")
                if quiz.internal_consistency < 0
                else "",
            }
        )
    return facts


def _mean_fact(quiz: QuizReport) -> dict[str, str]:
    return {
        "value": percent(quiz.mean_share),
        "caption": _("Mean score"),
        "n": _("%(mean)s of %(maximum)s points")
        % {"mean": decimal(quiz.mean), "maximum": points(quiz.max_score)}
        if quiz.max_score is not None
        else "",
        "note": "",
    }


def _pass_fact(report: AnalysisReport, quiz: QuizReport) -> dict[str, str]:
    counted = _("%(k)s of %(n)s") % {"k": quiz.passed, "n": quiz.n}
    if report.bands.facility is Band.COUNTS:
        return {
            "value": counted,
            "caption": _("Passed at the first attempt"),
            "n": "",
            "note": "",
        }
    low, high = quiz.pass_rate_ci95 or (0.0, 1.0)
    return {
        "value": percent(quiz.pass_rate),
        "caption": _("Passed at the first attempt"),
        "n": counted,
        "note": _("Plausible: %(low)s to %(high)s")
        % {"low": percent(exact(low)), "high": percent(exact(high))},
    }


def quiz_details(report: AnalysisReport) -> list[tuple[str, str]]:
    """Return name and value of the other figures of the quiz."""
    quiz = report.quiz
    if quiz is None:
        return []
    in_points = quiz.max_score is not None
    pairs: Iterable[tuple[str, str]] = (
        (_("Attempts (n)"), str(quiz.n)),
        (_("Questions"), "" if quiz.k is None else str(quiz.k)),
        (
            _("Median"),
            _points_of(quiz.median, quiz) if in_points else percent(quiz.median_share),
        ),
        (
            _("Standard deviation"),
            _("%(sd)s points") % {"sd": decimal(quiz.sd)}
            if in_points
            else percent(None if quiz.sd_share is None else exact(quiz.sd_share)),
        ),
        (_("Skewness"), decimal(quiz.skewness)),
        (
            _("Standard error of measurement"),
            ""
            if quiz.standard_error_of_measurement is None
            else _("%(sd)s points")
            % {"sd": decimal(quiz.standard_error_of_measurement)},
        ),
        (_("Internal consistency (alpha)"), _no_reliability(report, quiz)),
    )
    return [(name, value) for name, value in pairs if value]


def _points_of(value: Fraction | None, quiz: QuizReport) -> str:
    return _("%(value)s of %(maximum)s points") % {
        "value": points(value),
        "maximum": points(quiz.max_score),
    }


def _no_reliability(report: AnalysisReport, quiz: QuizReport) -> str:
    """Return why there is no alpha; "" where it is among the main figures."""
    if quiz.internal_consistency is not None:
        return ""
    if report.bands.reliability is Band.HIDDEN:
        return _("shown from 30 attempts")
    if not report.is_one_form:
        return _("unknown: not everybody had the same questions")
    return _("unknown: all scores are equal")
