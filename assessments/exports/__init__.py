"""The figures of an item analysis as files: of the same report as the page."""
