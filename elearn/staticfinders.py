"""Static files that come inside Python packages."""

from importlib.resources import files
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage


class PlotlyFinder(BaseFinder):
    """Serves plotly.js from the plotly wheel as `vendor/plotly.min.js`.

    Listing the package's folder in STATICFILES_DIRS would copy 40 MB of other files.
    """

    name = "vendor/plotly.min.js"

    def __init__(self, *args, **kwargs):
        folder = Path(str(files("plotly"))) / "package_data"
        self.storage = FileSystemStorage(location=folder)
        self.storage.prefix = "vendor"

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        if path != self.name:
            return []
        found = self.storage.path("plotly.min.js")
        return [found] if find_all else found

    def list(self, ignore_patterns):
        yield "plotly.min.js", self.storage
