"""What running text may hold, wherever somebody writes it."""

# The page's title is the only first heading.
TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ul", "ol", "link", "document-link"]
SHORT_TEXT_FEATURES = ["bold", "italic", "ul", "ol", "link"]
