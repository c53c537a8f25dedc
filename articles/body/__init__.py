"""The body of a story: the only place where HTML is cleaned, or made from a body."""

from articles.body.clean import BodyRefused

__all__ = ["BodyRefused"]
