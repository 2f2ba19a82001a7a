"""What the editor's forms refuse, in sentences."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError

from assessments.blocks import ItemStreamBlock, ScoreBandsBlock


def bands(*percents):
    block = ScoreBandsBlock()
    return block, block.to_python(
        [
            {"type": "band", "value": {"from_percent": percent, "text": {"en": "So."}}}
            for percent in percents
        ]
    )


def test_two_texts_for_the_same_score_are_refused_at_the_second(db):
    block, value = bands(50, 90, 50)

    with pytest.raises(StreamBlockValidationError) as refused:
        block.clean(value)

    assert set(refused.value.block_errors) == {2}
    assert "There is a text from 50% already" in str(refused.value.block_errors[2])


def test_texts_for_several_scores_are_taken(db):
    block, value = bands(0, 50, 90)

    assert len(block.clean(value)) == 3


def number(*factors):
    block = ItemStreamBlock().child_blocks["number"]
    accepted = {"value": Decimal(1), "tolerance": 0, "percent": 100, "feedback": {}}
    units = [
        {"text": text, "factor": Decimal(factor)}
        for text, factor in zip(("kg", "g"), factors, strict=False)
    ]
    value = {"stem": {"en": "How much?"}, "accepted": [accepted], "units": units}
    return block, block.to_python(value)


@pytest.mark.parametrize("factors", [("0.001",), ("1000", "1")])
def test_the_first_unit_is_the_one_that_answers_are_in(db, factors):
    """A bare number is in it, so another factor would be a slip."""
    block, value = number(*factors)

    with pytest.raises(ValidationError) as refused:
        block.clean(value)

    assert "The first unit is the one" in str(refused.value.as_json_data())


@pytest.mark.parametrize("factors", [(), ("1",), ("1.000", "0.001")])
def test_further_units_have_any_factor(db, factors):
    block, value = number(*factors)

    assert len(block.clean(value)["units"]) == len(factors)
