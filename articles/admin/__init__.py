"""The desk: Django's admin, made ours. Each module registers what it looks after."""

from . import accounts, article, log, paper, people, suppliers

__all__ = ["accounts", "article", "log", "paper", "people", "suppliers"]
