"""Quality levels of spaces."""
