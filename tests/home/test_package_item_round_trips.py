"""An item of any type, with anything an author may write, survives a package."""

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from home.packages import read_files
from home.packages.quizzes.values import item_class
from home.packages.writer import write_files
from tests.factories.packages import everything

content_strategies = pytest.importorskip("tests.factories.content_strategies")

FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)

ITEMS = st.one_of(
    *(
        strategy(image_ids=(0,), cases=False)
        if name != "choices"
        else st.sampled_from(
            ["single_choice", "multiple_choice", "true_false"]
        ).flatmap(lambda kind: content_strategies.choices(kind, image_ids=(0,)))
        for name, strategy in (
            (name, getattr(content_strategies, name))
            for name in (
                "choices",
                "matchings",
                "orderings",
                "gap_texts",
                "short_texts",
                "numbers",
                "free_texts",
            )
        )
    )
)


@FEW
@given(content=ITEMS)
def test_an_item_of_any_type_is_written_and_read_as_it_was(content):
    package = read_files(everything())
    item = item_class(content.type)(
        key="any", content=content, pictures=_pictures_of(content)
    )
    bank = {**package.bank, "any": item}
    package = dataclasses.replace(package, bank=bank)
    again = read_files(write_files(package))

    assert again.bank["any"] == item


def _pictures_of(content) -> tuple[str, ...]:
    return ("media/arrows.png",) if list(content.image_ids()) else ()


@FEW
@given(story=content_strategies.stimuli())
def test_a_case_is_written_and_read_as_it_was(story):
    package = read_files(everything())
    package = dataclasses.replace(package, cases={**package.cases, story.key: story})
    if story.key != "aino":
        assert read_files(write_files(package)).cases[story.key] == story
