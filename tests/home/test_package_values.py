"""Each wrong value in a package gets a sentence that says where and what to do.

Long, because its table lists what an author may meet.
"""

import pytest

from tests.home.small_package import (
    LESSON_FILE,
    QUIZ_FILE,
    SURVEY_FILE,
    lesson_with,
    package_with,
    problems_of,
)

WRONG_VALUES = {
    "unknown key": (
        "course.yaml", "audience:", "audiense:",
        "course.yaml, line 7: The key “audiense” is unknown. Did you mean “audience”?",
    ),
    "missing key": (
        "course.yaml", "slug: small-course\n", "",
        "course.yaml, line 1: The key “slug” is missing. Add it.",
    ),
    "empty key": (
        "course.yaml", "summary: One sentence.", "summary:",
        "course.yaml, line 5: The key “summary” is empty. Write a value.",
    ),
    "key twice": (
        "course.yaml", "authors: Somebody", "authors: A\nauthors: B",
        "course.yaml, line 10: The key “authors” is here twice. Keep one.",
    ),
    "another format": (
        "course.yaml", "format: 1", "format: 2",
        "course.yaml, line 1: This site reads format 1 only. Update the site, or "
        "export the course again.",
    ),
    "not a short name": (
        "course.yaml", "small-course", "Small Course",
        "course.yaml, line 2: “Small Course” is no short name. Use small letters, "
        "digits and single hyphens, like “why-work”.",
    ),
    "unknown language": (
        "course.yaml", "fi: Pieni", "se: Pieni",
        "course.yaml, line 4: “se” is no language of this site. Use en, fi or sv.",
    ),
    "source language missing": (
        "course.yaml", "{en: Use it, fi: Käytä sitä}", "{fi: Käytä sitä}",
        "course.yaml, line 8: The text is missing in en, the language of the course.",
    ),
    "too long": (
        "course.yaml", "One sentence.", "word " * 60,
        "course.yaml, line 5: This text has 299 characters; at most 255 fit. Shorten "
        "it.",
    ),
    "a list for a text": (
        "course.yaml", "authors: Somebody", "authors: [A, B]",
        "course.yaml, line 9: Here must be a single value, not a list.",
    ),
    "a text for a list": (
        "01-why-work/module.yaml", "\n  - Define it", " Define it",
        "01-why-work/module.yaml, line 3: Here must be a list (- …), not a single "
        "value.",
    ),
    "topic twice": (
        "course.yaml", "topics:\n", "topics:\n  - {key: work, name: Jobs}\n",
        "course.yaml, line 12: The topic “work” is named twice. Remove one of them.",
    ),
    "unknown profession": (
        "course.yaml", "[nurse, coach]", "[nurse, couch]",
        "course.yaml, line 12: The profession “couch” is unknown. Did you mean "
        "“coach”? Use nurse, physician, psychologist, social_worker, "
        "employment_specialist, therapist, peer_worker, coach, manager, student or "
        "other.",
    ),
    "unknown language of the catalogue": (
        "course.yaml", "{sv: En mening.}", "{no: En setning.}",
        "course.yaml, line 15: “no” is no language of this site. Use en, fi or sv.",
    ),
    "not a number": (
        LESSON_FILE, "minutes: 4", "minutes: four",
        f"{LESSON_FILE}, line 4: “minutes” must be a whole number from 1 to 240, not "
        "“four”.",
    ),
    "not a truth value": (
        LESSON_FILE, "required: true", "required: yes",
        f"{LESSON_FILE}, line 5: “required” must be true or false, not “yes”.",
    ),
    "not a choice": (
        LESSON_FILE, "unlock: any_time", "unlock: never",
        f"{LESSON_FILE}, line 6: “unlock” must be any_time or after_required, not "
        "“never”.",
    ),
    "bad date": (
        LESSON_FILE, "2027-06-30", "2027-06-31",
        f"{LESSON_FILE}, line 56: “2027-06-31” is no date. Write year, month and day: "
        "2027-06-30.",
    ),
    "bad address": (
        LESSON_FILE, "url: https://doi.org", "url: doi.org",
        f"{LESSON_FILE}, line 54: “doi.org/10.1000/x” is no address on the web. Begin "
        "with https://.",
    ),
    "pass mark in per cent": (
        QUIZ_FILE, "pass_mark: 0.8", "pass_mark: 80",
        f"{QUIZ_FILE}, line 9: “pass_mark” must be a number from 0 to 1 with at most 3 "
        "decimals, not “80”.",
    ),
    "two right options": (
        QUIZ_FILE, "text: No,", "text: No, right: true,",
        f"{QUIZ_FILE}, line 16: 2 options are marked as right; a single choice has "
        "exactly one. Write “right: true” at one option, or make it multiple_choice.",
    ),
    "one option": (
        QUIZ_FILE, "\n      - {key: no, text: No, feedback: Not that.}", "",
        f"{QUIZ_FILE}, line 16: A question needs at least two options. Add one.",
    ),
    "options of one key": (
        QUIZ_FILE, "key: no,", "key: job,",
        f"{QUIZ_FILE}, line 16: Two options have the key “job”. Rename one.",
    ),
    "no right option": (
        QUIZ_FILE, "body, right: true}", "body}",
        f"{QUIZ_FILE}, line 26: No option is marked as right. Write “right: true” at "
        "one or more.",
    ),
    "an empty option": (
        QUIZ_FILE, "text: No,", "text: '',",
        f"{QUIZ_FILE}, line 18: This text is empty. Write it or remove it.",
    ),
    "items of one key": (
        QUIZ_FILE, "key: who", "key: aim",
        f"{QUIZ_FILE}, line 23: The item “aim” is in {QUIZ_FILE}, line 13, too. Give "
        "one of them another key.",
    ),
    "revisit of no lesson": (
        QUIZ_FILE, "revisit: 01-what-it-is", "revisit: 01-what-it-si",
        f"{QUIZ_FILE}, line 21: “revisit” names “01-what-it-si”, which is no lesson. "
        "Did you mean “01-what-it-is”?",
    ),
    "unknown source": (
        QUIZ_FILE, "[TRIAL]", "[TRAIL]",
        f"{QUIZ_FILE}, line 22: “TRAIL” is no tag of a source in any lesson. Add "
        "“tag:” to the source. Did you mean “TRIAL”?",
    ),
    "options of a statement": (
        QUIZ_FILE, "statement: Rest", "question: Rest",
        f"{QUIZ_FILE}, line 34: The key “question” is unknown. Known here: answer, "
        "explanation, feedback_false, feedback_true, key, points, revisit, sources, "
        "statement, type.",
    ),
    "survey without scale": (
        SURVEY_FILE, "scale: agreement", "scale: agrement",
        f"{SURVEY_FILE}, line 3: There is no scale “agrement” in the folder scales. "
        "Did you mean “agreement”?",
    ),
    "survey items of one key": (
        SURVEY_FILE, "key: tired", "key: clarity",
        f"{SURVEY_FILE}, line 8: The item “clarity” is in line 6 too. Give one of them "
        "another key.",
    ),
    "survey called otherwise": (
        SURVEY_FILE, "key: closing", "key: final",
        f"{SURVEY_FILE}, line 1: The key “final” and the name of the file differ. Call "
        "the file “final.yaml”.",
    ),
    "scale of two points": (
        "scales/agreement.yaml", "  - Disagree\n  - Neither\n  - Agree\n", "",
        "scales/agreement.yaml, line 4: A scale has 3 to 11 points, the lowest first; "
        "here are 2.",
    ),
    "step without survey": (
        "08-feedback.yaml", "survey: closing", "survey: opening",
        "08-feedback.yaml, line 4: There is no survey “opening” in the folder surveys. "
        "Known here: closing.",
    ),
    "step of another type": (
        "08-feedback.yaml", "type: feedback", "type: webinar",
        "08-feedback.yaml, line 1: There is no type “webinar” of steps. Use quiz or "
        "feedback.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"), WRONG_VALUES.values(), ids=WRONG_VALUES.keys()
)
def test_a_wrong_value_gets_a_sentence_at_its_line(file, old, new, sentence):
    assert sentence in problems_of(package_with(file, old, new))


def test_all_problems_are_reported_together():
    files = package_with("course.yaml", "audience:", "audiense:")
    files["01-why-work/module.yaml"] = b"titel: x"
    files["08-feedback.yaml"] = b"type: ["

    problems = problems_of(files)

    assert {problem.split(",")[0] for problem in problems} >= {
        "course.yaml",
        "01-why-work/module.yaml",
        "08-feedback.yaml",
    }


def test_an_endless_list_of_problems_is_cut():
    body = "\n\n".join("# Big" for _number in range(1000))

    problems = problems_of(lesson_with(body))

    assert len(problems) == 201
    assert "There are more problems. Put these right first" in problems[-1]
