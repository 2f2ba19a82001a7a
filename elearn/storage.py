"""Where static files are kept once they are collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names every file after its content, also inside the imports of ES modules.

    Without the second part a browser would keep an old module behind a new one.
    """

    support_js_module_import_aggregation = True
    # A page that names a missing file is better shown without it than not at all.
    manifest_strict = False
