"""The names that scripts rely on: what each sub-command takes and gives."""

import json
from io import BytesIO
from types import SimpleNamespace

import pytest

from psychometrics.__main__ import COMMANDS, main

ITEM = {"scale": [1, 5], "counts": [1, 2, 8, 20, 27], "top_box_size": 2}
CONTRACT = {
    "likert": (
        ITEM,
        "n sum mean mean_display sd median q1 q3 iqr interpolated_median top_box_count "
        "top_box bottom_box top_box_wilson95 t_ci95 db_ci95 percent_display",
    ),
    "alpha": (
        {"matrix": [[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]},
        "n_complete k alpha alpha_ci95 item_rest_r alpha_if_item_deleted total_mean "
        "total_variance sum_item_variances scale_mean_of_items",
    ),
    "compare": (
        {"scale": [1, 5], "counts_x": [1, 2, 8, 20, 27], "counts_y": [2, 4, 8, 25, 19]},
        "pairs_x_greater pairs_y_greater pairs_tied cliffs_delta prob_superiority "
        "brunner_munzel_t df p_two_sided prob_superiority_ci95 cliffs_delta_ci95 "
        "verdict",
    ),
    "paired": (
        {"before": [2, 3, 2, 3, 4], "after": [3, 4, 4, 3, 5]},
        "n n_before_only n_after_only mean_difference sd_difference "
        "mean_difference_ci95 p_two_sided d_z verdict",
    ),
    "suppress": (
        {"threshold": 5, "parent_shown": True, "groups": {"A": 12, "B": 8, "C": 3}},
        "total total_shown primary secondary hidden shown",
    ),
    "release": (
        {"threshold": 5, "n_at_check": [3, 6], "window_open": [True, False]},
        "released_n new_release late_not_included",
    ),
    "items": ({"marks": [[1, 0], [1, 1], [0, 0]], "max_marks": [1, 1]}, "test items"),
}
OF_A_TEST = (
    "n k mean median sd skewness kurtosis cic_percent error_ratio_percent "
    "standard_error"
)
OF_AN_ITEM = (
    "facility sd discrimination_index_percent discriminative_efficiency_percent "
    "effective_weight_percent intended_weight_percent"
)


def said(command, given, monkeypatch, capsys):
    raw = json.dumps(given).encode()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(raw)))
    assert main([command]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("command", CONTRACT)
def test_a_command_gives_what_it_promises(command, monkeypatch, capsys):
    given, keys = CONTRACT[command]
    result = said(command, given, monkeypatch, capsys)

    assert set(keys.split()) <= result.keys()
    if command == "items":
        assert set(OF_A_TEST.split()) <= result["test"].keys()
        assert set(OF_AN_ITEM.split()) <= result["items"][0].keys()


def test_no_command_is_without_a_promise():
    assert set(CONTRACT) == set(COMMANDS)
