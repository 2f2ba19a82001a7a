"""Worked cases of quizzes, by hand in docs/methods/item-analysis.md."""

from tests.psychometrics.worked_cases import WorkedCase

QUIZZES = [
    WorkedCase(
        "partial marks and unequal maxima",
        "items",
        {
            "marks": [[1, 2, 4], [1, 1, 3], [1, 1.5, 1.5], [0, 0.5, 2.5], [0, 1, 0]],
            "max_marks": [1, 2, 4],
        },
        {
            "test": {
                "n": 5,
                "k": 3,
                "mean": 4,
                "median": 4,
                "sd": 2.236067977,
                "skewness": 0,
                "kurtosis": 0.2,
                "cic_percent": 61.5,
                "error_ratio_percent": 62.048368230,
                "standard_error": 1.387443693,
            },
            "items": [
                {
                    "facility": 0.6,
                    "sd": 0.547722558,
                    "discrimination_index_percent": 70.352647068,
                    "discriminative_efficiency_percent": 100,
                    "effective_weight_percent": 27.003808863,
                    "intended_weight_percent": 14.285714286,
                },
                {
                    "facility": 0.6,
                    "sd": 0.570087713,
                    "discrimination_index_percent": 51.024996775,
                    "discriminative_efficiency_percent": 52.380952381,
                    "effective_weight_percent": 25.259750226,
                    "intended_weight_percent": 28.571428571,
                },
                {
                    "facility": 0.55,
                    "sd": 1.524795068,
                    "discrimination_index_percent": 50.602768304,
                    "discriminative_efficiency_percent": 51.612903226,
                    "effective_weight_percent": 47.736440912,
                    "intended_weight_percent": 57.142857143,
                },
            ],
        },
    ),
    WorkedCase(
        "a reversed key",
        "items",
        {
            "marks": [
                [1, 1, 0, 1],
                [1, 1, 0, 1],
                [1, 1, 0, 0],
                [1, 0, 1, 0],
                [0, 0, 1, 0],
                [0, 0, 1, 0],
            ],
            "max_marks": [1, 1, 1, 1],
        },
        {
            "test": {
                "n": 6,
                "mean": 2,
                "sd": 0.894427191,
                "cic_percent": -55.555555556,
                "error_ratio_percent": 124.721912892,
                "standard_error": 1.115546702,
            },
            "items": [
                {"facility": 0.666666667, "discrimination_index_percent": 50},
                {"facility": 0.5, "discrimination_index_percent": 33.333333333},
                {
                    "facility": 0.5,
                    "discrimination_index_percent": -92.717264995,
                    "discrimination_ci95_percent": [-99.216900076, -46.703630540],
                    "discriminative_efficiency_percent": -100,
                    "effective_weight_percent": None,
                },
                {"facility": 0.333333333, "discrimination_index_percent": 50},
            ],
        },
    ),
    WorkedCase(
        "the same quiz with the key put right",
        "items",
        {
            "marks": [
                [1, 1, 1, 1],
                [1, 1, 1, 1],
                [1, 1, 1, 0],
                [1, 0, 0, 0],
                [0, 0, 0, 0],
                [0, 0, 0, 0],
            ],
            "max_marks": [1, 1, 1, 1],
        },
        {"test": {"mean": 2, "cic_percent": 91.358024691}},
    ),
    WorkedCase(
        "nobody has finished yet",
        "items",
        {"marks": [], "max_marks": [1, 2]},
        {
            "test": {"n": 0, "k": 2, "mean": None, "sd": None, "cic_percent": None},
            "items": [
                {"facility": None, "sd": None, "discrimination_index_percent": None},
                {"facility": None, "sd": None, "discrimination_index_percent": None},
            ],
        },
    ),
]
