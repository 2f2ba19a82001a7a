"""The figures of a report as files: of the same report as the page."""
