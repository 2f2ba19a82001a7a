"""Rules about every model."""

import io
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

OURS = ["people", "courses", "assessments", "feedback", "home"]
MODELS = [model for app in OURS for model in apps.get_app_config(app).get_models()]
CONSTRAINTS = [
    pytest.param(constraint, id=constraint.name)
    for model in MODELS
    for constraint in model._meta.constraints
]


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_every_constraint_has_a_sentence_for_people(constraint):
    """Otherwise a form says “Constraint courses_enrolment_one_active is violated”."""
    message = str(constraint.violation_error_message)
    default = str(models.BaseConstraint.default_violation_error_message)
    assert message != default
    assert message.endswith(".")


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_every_model_defines_its_row(model):
    """A table whose rows are not defined collects rows of two kinds."""
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_every_model_has_names_to_show(model):
    """The editor would otherwise show a class name to a trainer."""
    from django.utils.functional import Promise

    assert isinstance(model._meta.verbose_name, Promise)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_times_and_days_are_named_alike(model):
    """`enrolled` could be a moment, a day or a yes; `_at` and `_on` say which."""
    for field in model._meta.local_fields:
        if isinstance(field, models.DateTimeField):
            wagtails = {"go_live_at", "expire_at", "last_login", "date_joined"}
            assert field.name.endswith("_at") or field.name in wagtails, field.name
        elif isinstance(field, models.DateField):
            assert field.name.endswith("_on"), field.name


def test_every_model_stands_in_the_glossary():
    """A term that is not explained is used in two meanings before long."""
    glossary = Path("docs/glossary.md").read_text("utf-8")
    missing = [m.__name__ for m in MODELS if f"`{m.__name__}`" not in glossary]
    assert missing == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    """A model that changed without one breaks at the operator's next update."""
    out = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
