"""How somebody does by subject: the points of their own answers, by category."""

import dataclasses
from decimal import Decimal
from fractions import Fraction

from django.db.models import F, Sum

from people.models import User

from .models import CarriedProgress, Category, Mark


@dataclasses.dataclass(frozen=True)
class CategoryProgress:
    """The points in one category, of those that were possible (more than 0)."""

    category: Category
    score: Decimal
    possible: Decimal

    @property
    def share(self) -> Fraction:
        return Fraction(self.score) / Fraction(self.possible)


def category_progress(user: User) -> list[CategoryProgress]:
    """Return the person's progress by category, by the name of its short key.

    Over all attempts that are marked, and what was brought along from another system.
    In three queries.
    """
    totals: dict[int, list[Decimal]] = {}
    marked = (
        Mark.objects.latest()
        .filter(
            is_void=False,
            response__max_mark__gt=0,
            response__attempt__enrolment__user=user,
            response__attempt__score__isnull=False,
            response__item_version__item__category__isnull=False,
        )
        .values(category=F("response__item_version__item__category"))
        .annotate(score=Sum("value"), possible=Sum("response__max_mark"))
        .values_list("category", "score", "possible")
    )
    before = CarriedProgress.objects.filter(user=user).values_list(
        "category", "score", "possible"
    )
    for category, score, possible in (*marked, *before):
        total = totals.setdefault(category, [Decimal(0), Decimal(0)])
        total[0] += score
        total[1] += possible
    categories = Category.objects.in_bulk(totals)
    return [
        CategoryProgress(categories[pk], score, possible)
        for pk, (score, possible) in sorted(
            totals.items(), key=lambda entry: categories[entry[0]].key
        )
        if possible
    ]
