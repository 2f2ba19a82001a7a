"""Worked cases of what may be shown, and when."""

from tests.psychometrics.worked_cases import WorkedCase

SUPPRESSIONS = [
    WorkedCase(
        "one small organisation among three",
        "suppress",
        {"threshold": 5, "parent_shown": True, "groups": {"A": 12, "B": 8, "C": 3}},
        {
            "total": 23,
            "total_shown": True,
            "primary": ["C"],
            "secondary": ["B"],
            "hidden": ["B", "C"],
            "shown": ["A"],
        },
    ),
    WorkedCase(
        "two groups only",
        "suppress",
        {"threshold": 5, "parent_shown": True, "groups": {"A": 30, "B": 4}},
        {
            "total": 34,
            "total_shown": True,
            "primary": ["B"],
            "secondary": ["A"],
            "hidden": ["A", "B"],
            "shown": [],
        },
    ),
    WorkedCase(
        "an item with few answers leaves the pooled mean",
        "suppress",
        {
            "threshold": 5,
            "respondents": 7,
            "questions": {
                "Q1": {"n": 7, "sum": 30},
                "Q2": {"n": 4, "sum": 15},
                "Q3": {"n": 6, "sum": 27},
            },
        },
        {
            "shown_questions": ["Q1", "Q3"],
            "hidden_questions": ["Q2"],
            "overall_n_ratings": 13,
            "overall_mean_ratings": 4.384615385,
            "overall_if_leaking": 4.235294118,
            "sum_recoverable_if_leaking": 15,
        },
    ),
]

RELEASES = [
    WorkedCase(
        "results in steps while the window is open",
        "release",
        {
            "threshold": 5,
            "n_at_check": [3, 6, 9, 11, 14, 14],
            "window_open": [True, True, True, True, True, False],
        },
        {
            "released_n": [None, 6, 6, 11, 11, 11],
            "new_release": [False, True, False, True, False, False],
            "late_not_included": [0, 0, 0, 0, 0, 3],
        },
    ),
    WorkedCase(
        "results after closing only, and too few of them",
        "release",
        {"threshold": 5, "n_at_check": [4, 7], "window_open": [False, False]},
        {
            "released_n": [None, 7],
            "new_release": [False, True],
            "late_not_included": [4, 0],
        },
    ),
    WorkedCase(
        "the last interim release is the final one",
        "release",
        {"threshold": 5, "n_at_check": [8, 8], "window_open": [True, False]},
        {
            "released_n": [8, 8],
            "new_release": [True, True],
            "late_not_included": [0, 0],
        },
    ),
]
