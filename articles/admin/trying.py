"""What the demo's reporter may try first: one text, three pictures."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404

from .rights import can, roles
from .shell import address

TRY_IT = Path(settings.ROOT) / "newsroom" / "demo_content" / "try_it"


def try_it_files(request):
    """The names of the text and pictures that a reporter of the demo may try, the text first; empty elsewhere."""
    if not settings.DEMO or "reporter" not in roles(request) or can(request, "article.publish"):
        return []
    if not TRY_IT.is_dir():
        return []
    names = sorted(path.name for path in TRY_IT.iterdir() if path.suffix in {".txt", ".jpg"})
    return sorted(names, key=lambda name: (not name.endswith(".txt"), name))


def try_it_url():
    """Where "New from text" opens with all of them loaded."""
    url = address("articles_article_from_text")
    return f"{url}?try=1" if url else ""


def try_it(request, name):
    """One file of the demo's try, to keep."""
    if name not in try_it_files(request):
        raise Http404
    return FileResponse((TRY_IT / name).open("rb"), as_attachment=True, filename=name)
