from django.core.management.base import BaseCommand

from articles import publishing
from articles.body.render import RENDERER
from articles.models import PublishedArticle


class Command(BaseCommand):
    help = "Draw live stories again from their revisions: those of an older renderer, or all."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="also those that the present renderer drew")

    def handle(self, **options):
        rows = PublishedArticle.objects.order_by("pk")
        if not options["all"]:
            rows = rows.exclude(rendered_by=RENDERER)
        ids = list(rows.values_list("pk", flat=True))
        publishing.redraw(ids)
        self.stdout.write(f"{len(ids)} stories drawn again.")
