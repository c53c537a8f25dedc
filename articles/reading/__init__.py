"""What readers' pages are made of: published rows asked for in few queries, and small view-models of them.

Nothing here knows the desk's tables. Sections, tags and contributors are joined for their present names and
addresses; everything else is as it was frozen when the story was published.
"""
