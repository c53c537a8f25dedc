"""Pages that are made, not kept, against a bare Django view that returns the same bytes (budgets 3 and 4).

    python -m tests.bench.bench_pages

An archive of 2,000 stories, most with a lead picture, in a database of its own. Each round is one edition: articles,
sections and the front are made, in turn with the bare view, and what counts is the CPU time of the thread; medians.
The first table is Django with its middleware alone; the budgets are held against it. The second is what a browser waits
for when nothing is kept: the same behind the page cache, which compresses the page for it; both sides pay for that.
"""

import io
import os
import statistics
import subprocess
import sys
import tempfile
import time

STORIES = 2000
ROUNDS, WARM_UP = 10, 2
PAGES = {"article": 40, "section": 6, "front": 3}
"""How many of a kind are made in a round."""
BUDGETS = {"article": (3, 6, 3), "section": (4, 8, 4), "front": (4, 8, 4)}
"""Of each kind: the number of its budget, the budget and the aim."""


def main():
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        surroundings = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "NEWSROOM_VAR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "NEWSROOM_DEBUG": "",
        }
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.bench_pages", "--measure"], env=surroundings, stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip
    *said, missed = done.stdout.rsplit("\n", 1)
    print(*said, sep="\n")
    if done.returncode:
        return [f"bench_pages ended with {done.returncode}"]
    return [line for line in missed.split("; ") if line]


def lay_out():
    """Stories with pictures, as a paper has them. The files are not there: no page looks for them."""
    from django.core.management import call_command

    from articles.models import PublishedArticle
    from newsroom import demo_archive

    call_command("migrate", verbosity=0)
    demo_archive.load(STORIES, print)
    pictured = [article for article in PublishedArticle.objects.all() if article.pk % 4]
    for article in pictured:
        article.lead = picture(article.pk)
    PublishedArticle.objects.bulk_update(pictured, ["lead"], batch_size=500)


def picture(number):
    """What media.Photo.picture() gives of a photograph with all its renditions."""

    def cut(width, height, widths):
        files = {
            extension: [[w, w * height // width, f"/i/{number:032x}-{w}.{extension}"] for w in widths]
            for extension in ("webp", "jpeg")
        }
        return {"width": width, "height": height, **files}

    widths = [320, 480, 640, 960, 1280, 1600]
    shapes = {
        "original": cut(3000, 2000, widths), "3x2": cut(3000, 2000, widths), "16x9": cut(3000, 1687, widths),
        "card": cut(1200, 630, [1200]),
    }  # fmt: skip
    words = {
        "caption": "Cầu mới nối hai bờ sông trong sương sớm.",
        "alt": "Cây cầu trong sương",
        "credit": "Ảnh: Văn An",
    }
    return {"id": number, "width": 3000, "height": 2000, "colour": "#8899aa", "shapes": shapes, **words}


class Rounds:
    """Asks for pages and counts what each cost."""

    def __init__(self, application, addresses, decoded=bytes):
        self.application = application
        self.decoded = decoded
        self.addresses = addresses
        self.forget()

    def forget(self):
        self.costs = {kind: ([], []) for kind in PAGES}
        """{kind: (milliseconds of the page, milliseconds of the bare view)}"""

    def run(self, edition):
        from tests.bench import bare

        for kind, count in PAGES.items():
            addresses = [self.addresses[kind][(edition * count + n) % len(self.addresses[kind])] for n in range(count)]
            made = [self.ask(address, edition) for address in addresses]
            for number, (page, _cost) in enumerate(made):
                bare.BYTES[f"{kind}-{number}"] = self.decoded(page)
            same = [self.ask(f"/bare/{kind}-{number}/", edition) for number in range(count)]
            assert [page for page, _cost in same] == [page for page, _cost in made]
            for costs, answers in zip(self.costs[kind], (made, same), strict=True):
                costs += [cost for _page, cost in answers]

    def ask(self, address, edition):
        """(bytes, milliseconds of CPU)."""
        environ = {
            "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": address, "QUERY_STRING": "",
            "HTTP_HOST": "127.0.0.1", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(), "newsroom.edition": edition, "HTTP_ACCEPT_ENCODING": "gzip, br",
        }  # fmt: skip
        head = []
        began = time.thread_time()
        answer = self.application(environ, lambda status, headers, exc_info=None: head.append(status))
        page = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        cost = time.thread_time() - began
        assert head == ["200 OK"], (address, head)
        return page, cost * 1000


class NothingKept:
    """The page cache with every page asked for the first time: what it keeps is thrown away."""

    def __init__(self, django):
        from newsroom import pagecache

        self.cache = pagecache.PageCache(django, self)

    def read(self):
        return self.edition

    def __call__(self, environ, start_response):
        from newsroom import pagecache

        self.edition = environ["newsroom.edition"]
        self.cache.kept = pagecache.Kept(self.edition, self.cache.bytes_allowed)
        return self.cache(environ, start_response)


def measure():
    import brotli
    import django

    django.setup()
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler

    settings.ROOT_URLCONF = "tests.bench.bare"
    lay_out()
    addresses = addresses_of_pages()
    django_alone = Rounds(WSGIHandler(), addresses)
    whole = Rounds(NothingKept(WSGIHandler()), addresses, brotli.decompress)
    for number in range(ROUNDS + WARM_UP):
        if number == WARM_UP:
            django_alone.forget()
            whole.forget()
        django_alone.run(2 * number)
        whole.run(2 * number + 1)
    print("Django and its middleware")
    missed = report(django_alone.costs)
    print("behind the page cache, compressed for the browser that asked")
    report(whole.costs)
    sys.stdout.write("\n" + "; ".join(missed))


def addresses_of_pages():
    from articles.models import PublishedArticle, Section

    articles = PublishedArticle.objects.select_related("section").order_by("-first_published_at")[
        : PAGES["article"] * 5
    ]
    return {
        "article": [article.get_absolute_url() for article in articles],
        "section": [section.get_absolute_url() for section in Section.objects.filter(parent=None, retired=False)],
        "front": ["/"],
    }


def report(costs):
    """Print the table; the budgets that were missed."""
    missed = []
    print(f"{'':10}{'made, ms':>10}{'bare, ms':>10}{'ratio':>8}  budget, aim")
    for kind, (made, bare) in costs.items():
        number, budget, aim = BUDGETS[kind]
        page, same = statistics.median(made), statistics.median(bare)
        print(f"{kind:10}{page:>10.2f}{same:>10.2f}{page / same:>8.1f}  {budget}, {aim}")
        if page / same > budget:
            missed.append(f"budget {number}: {kind} costs {page / same:.1f} of a bare view, not {budget}")
    return missed


if __name__ == "__main__":
    measure() if sys.argv[1:] == ["--measure"] else sys.exit("\n".join(main()) or 0)
