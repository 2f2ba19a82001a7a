"""The page with all words of the glossary."""

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from .glossary import words_in


@require_GET
def glossary(request):
    """Show all words in the reader's language. It is for everybody."""
    words = words_in(get_language() or "")
    return render(request, "courses/glossary.html", {"words": words})
