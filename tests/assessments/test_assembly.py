"""What an attempt is made of: certain items and draws, sections, cases, chance."""

import datetime
import random

import pytest

from assessments.assembly import QuizNotReady, assemble, offer
from assessments.models import (
    AssessmentEntry,
    CaseVignette,
    Category,
    ItemTag,
    Outcome,
    TaggedItem,
)
from tests.factories.assessments import AssessmentFactory, ItemFactory


@pytest.fixture
def quiz(site):
    return AssessmentFactory(items=[])


def draw(quiz, count, **fields):
    order = quiz.entries.count()
    return AssessmentEntry.objects.create(
        assessment=quiz, draw_count=count, sort_order=order, **fields
    )


def ask(quiz, item, **fields):
    order = quiz.entries.count()
    return AssessmentEntry.objects.create(
        assessment=quiz, item=item, sort_order=order, **fields
    )


def items(quiz, seed=1, had=()):
    return [s.version.item for s in assemble(quiz, random.Random(seed), had=had)]


def many(number, **fields):
    return [ItemFactory(**fields) for _n in range(number)]


def test_a_draw_of_a_category_includes_its_parts(quiz):
    whole = Category.objects.create(key="ips", name={"en": "IPS"})
    part = Category.objects.create(key="goal", name={"en": "Goal"}, parent=whole)
    below = Category.objects.create(key="job", name={"en": "Job"}, parent=part)
    fitting = many(1, category=whole) + many(1, category=part)
    fitting += many(1, category=below)
    many(2)
    draw(quiz, 3, draw_category=whole)

    assert set(items(quiz)) == set(fitting)


def test_a_draw_fits_all_that_is_asked_of_it(quiz):
    outcome = Outcome.objects.create(key="o", text={"en": "explain IPS"})
    tag = ItemTag.objects.create(name="work")
    right, *others = [*many(2, outcome=outcome), *many(1)]
    for item in (right, others[1]):
        TaggedItem.objects.create(tag=tag, content_object=item)
    draw(quiz, 1, draw_outcome=outcome, draw_tag=tag)

    assert {item for seed in range(5) for item in items(quiz, seed)} == {right}


def test_as_many_for_each_outcome(quiz):
    outcomes = [Outcome.objects.create(key=f"o{n}", text={"en": "x"}) for n in range(3)]
    for outcome in outcomes:
        many(4, outcome=outcome)
    many(3)
    draw(quiz, 2, draw_per_outcome=True)
    drawn = items(quiz)

    assert offer(quiz).item_count == 6
    assert sorted(item.outcome.key for item in drawn) == [
        "o0", "o0", "o1", "o1", "o2", "o2",
    ]  # fmt: skip


def test_only_items_on_offer_are_drawn_or_asked(quiz):
    good = ItemFactory()
    retired, fixed = ItemFactory(is_retired=True), ItemFactory(is_retired=True)
    unpublished = ItemFactory(published=False)
    ask(quiz, fixed)
    ask(quiz, unpublished)
    draw(quiz, 1)

    assert {item for seed in range(5) for item in items(quiz, seed)} == {good}
    assert retired not in items(quiz)


def test_no_item_is_asked_twice(quiz):
    pool = many(4)
    ask(quiz, pool[0])
    draw(quiz, 2)
    draw(quiz, 1)

    for seed in range(10):
        drawn = items(quiz, seed)
        assert len(set(drawn)) == 4


def test_items_that_were_not_had_come_first(quiz):
    pool = many(6)
    draw(quiz, 2)
    had = {item.pk for item in pool[:4]}

    for seed in range(10):
        assert set(items(quiz, seed, had)) == set(pool[4:])


def test_where_all_were_had_some_come_again(quiz):
    pool = many(3)
    draw(quiz, 2)

    assert len(items(quiz, had={item.pk for item in pool[:2]})) == 2


def test_too_few_items_are_counted_per_draw(quiz):
    outcome = Outcome.objects.create(key="o", text={"en": "explain IPS"})
    pool = many(2, outcome=outcome)
    ask(quiz, pool[0])
    draw(quiz, 3, draw_outcome=outcome, draw_per_outcome=True)
    draw(quiz, 2)

    with pytest.raises(QuizNotReady) as problem:
        items(quiz)
    per_outcome, other = problem.value.shortages
    assert (per_outcome.place, per_outcome.wanted, per_outcome.found) == (2, 3, 1)
    assert per_outcome.outcome == "explain IPS"
    assert (other.place, other.wanted, other.found, other.outcome) == (3, 2, 0, "")


def test_draws_that_want_the_same_items_do_not_fail_by_bad_luck(quiz):
    outcome = Outcome.objects.create(key="o", text={"en": "x"})
    rare = ItemFactory(outcome=outcome)
    ItemFactory()
    draw(quiz, 1)
    draw(quiz, 1, draw_outcome=outcome)

    for seed in range(10):
        assert items(quiz, seed)[1] == rare


def test_reflections_are_not_drawn_so_that_all_attempts_have_one_maximum(quiz):
    reflection = {
        "schema": 1, "type": "free_text", "stem": {"en": "And you?"}, "feedback": {},
        "is_reflection": True, "rubric": [], "model_answer": {},
    }  # fmt: skip
    asked, other = ItemFactory(), ItemFactory()
    for item in (asked, other):
        if item is other:
            item.current_version.content = reflection
            item.current_version.save()
    draw(quiz, 1)

    assert {item for seed in range(8) for item in items(quiz, seed)} == {asked}


def test_sections_keep_their_order_and_items_stay_in_them(quiz):
    quiz.shuffle_items = True
    quiz.save()
    first, second = many(4), many(4)
    for number, item in enumerate(first):
        ask(quiz, item, section={} if number else {"en": "One"})
    for number, item in enumerate(second):
        ask(quiz, item, section={} if number else {"en": "Two"})

    for seed in range(5):
        slots = assemble(quiz, random.Random(seed))
        assert {slot.version.item for slot in slots[:4]} == set(first)
        assert [slot.section for slot in slots] == [
            {"en": "One"}, {}, {}, {}, {"en": "Two"}, {}, {}, {},
        ]  # fmt: skip


def test_items_of_one_case_stay_together_in_order_when_shuffled(quiz):
    quiz.shuffle_items = True
    quiz.save()
    case = CaseVignette.objects.create(key="c", content=[])
    about = [ItemFactory(key=f"case-{n}", case=case) for n in range(3)]
    others = many(4)
    for item in (about[0], others[0], about[1], *others[1:], about[2]):
        ask(quiz, item)

    orders = set()
    for seed in range(10):
        drawn = items(quiz, seed)
        begin = drawn.index(about[0])
        assert drawn[begin : begin + 3] == about
        orders.add(tuple(item.pk for item in drawn))
    assert len(orders) > 1


def test_items_of_a_case_that_are_drawn_stand_in_the_banks_order(quiz):
    case = CaseVignette.objects.create(key="c", content=[])
    for number in range(5):
        ItemFactory(key=f"case-{number}", case=case)
    draw(quiz, 3)

    for seed in range(5):
        keys = [item.key for item in items(quiz, seed)]
        assert keys == sorted(keys)


def test_queries_do_not_grow_with_the_items(quiz, django_assert_num_queries):
    category = Category.objects.create(key="ips", name={"en": "IPS"})
    tag = ItemTag.objects.create(name="work")
    draw(quiz, 2, draw_category=category)
    draw(quiz, 1, draw_tag=tag)
    for number in (6, 30):
        for item in many(number, category=category):
            TaggedItem.objects.create(tag=tag, content_object=item)
        # Entries, categories, tags, candidates, reflections, versions.
        with django_assert_num_queries(6):
            assemble(quiz, random.Random(1))


def test_every_attempt_has_the_same_maximum(quiz):
    many(8)
    draw(quiz, 3, max_mark=2)
    ask(quiz, ItemFactory())

    totals = {
        sum(slot.max_mark for slot in assemble(quiz, random.Random(seed)))
        for seed in range(8)
    }
    assert totals == {7}


def test_a_circle_of_categories_is_walked_once(quiz):
    one = Category.objects.create(key="a", name={"en": "A"})
    two = Category.objects.create(key="b", name={"en": "B"}, parent=one)
    one.parent = two
    one.save()
    many(1, category=two)
    draw(quiz, 1, draw_category=one)

    assert len(items(quiz)) == 1


def test_later_attempts_rather_ask_what_was_not_had(quiz, site, noon):
    from assessments import actions
    from tests.factories.courses import build_course, enrolled
    from tests.factories.people import UserFactory

    many(6)
    draw(quiz, 3)
    built = build_course(lessons=0, assessment=quiz)
    enrolment = enrolled(UserFactory(), built.course)
    asked = []
    for number in range(3):
        at = noon + datetime.timedelta(hours=number)
        attempt = actions.start_attempt(
            enrolment=enrolment,
            step=built.step(built.quiz),
            assessment=quiz,
            start_key=f"k{number}",
            at=at,
        )
        actions.submit_attempt(attempt=attempt, at=at)
        asked.append({r.item_version.item_id for r in attempt.responses.all()})

    assert not asked[0] & asked[1]
    assert len(asked[2]) == 3
