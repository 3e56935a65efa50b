"""The site's configuration. No ideas live here."""

__version__ = "0.1.0"
