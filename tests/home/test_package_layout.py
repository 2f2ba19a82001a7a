"""Files of a package that are in the wrong place or have the wrong name."""

import pytest

from tests.home.small_package import package_with, problems_of, small_package

WRONG_FILES = {
    "stray file": ("notes.txt", "Nothing reads this file."),
    "other ending": ("01-why-work/03-x.yml", "Nothing reads files that end in .yml."),
    "misnamed module": ("01-why-work/modul.yaml", "Did you mean “module.yaml”?"),
    "stray folder": ("survey/closing.yaml", "Did you mean “surveys”?"),
    "folder in a module": ("01-why-work/deep/01-x.md", "without folders inside."),
    "number twice": ("01-why-work/01-again.md", "It has the same number 1 as"),
    "name twice": ("01-why-work/09-check.md", "It has the same name “check” as"),
    "unknown language": ("01-why-work/01-what-it-is.xx.md", "“xx” is no language"),
    "source language": ("01-why-work/01-what-it-is.en.md", "Leave it out of the name."),
    "translated quiz": ("01-why-work/02-check.fi.yaml", "inside its one file"),
    "only a translation": ("01-why-work/04-x.fi.md", "but no text in en"),
    "module of nothing": ("02-empty/module.yaml", "The module has no steps."),
    "module without file": ("02-bare/01-x.md", "The module has no such file."),
    "unknown kind of media": ("media/film.exe", "Files of the kind “exe” cannot"),
    "media that lies": ("media/photo.jpg", "The file is not what its name says, jpg."),
}


@pytest.mark.parametrize(("name", "part"), WRONG_FILES.values(), ids=WRONG_FILES.keys())
def test_a_file_that_does_not_belong_gets_a_sentence(name, part):
    files = small_package() | {name: b"---\ntitle: T\n---\nText.\n"}

    assert any(part in problem for problem in problems_of(files))


def test_a_lesson_in_a_language_needs_the_titles_around_it():
    files = package_with(
        "01-why-work/module.yaml", "{en: Why work, fi: Miksi työ}", "W"
    )

    assert problems_of(files) == [
        "01-why-work/module.yaml: The title is missing in fi, a language of its "
        "lessons. Write “title: {en: …, fi: …}”."
    ]
