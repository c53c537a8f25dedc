"""What a browser would send of a form of the desk that nobody touched."""


def posted(page) -> dict:
    """The values of a change form, as an answer of the test client holds it."""
    data = {}
    for field in page.context["adminform"].form:
        value = field.value()
        if not isinstance(value, dict):
            data[field.html_name] = "" if value is None else ", ".join(value) if isinstance(value, list) else value
    return data
