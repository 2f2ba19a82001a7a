"""Private notes on lessons, and bookmarks: written, listed and handed out."""
