"""The demo newspaper of demo_content/, brought in as people would bring it: through the doors that the desk uses.

Loading twice makes nothing twice. Each story is one transaction with all its acts, so that an interrupted load goes on
where it stopped. Times count back from the day of loading; nothing live is dated in the future.
"""

import hashlib
import io
import json
import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone

from articles import drafting, workflow
from articles.models import Article, Contributor, Membership, Paper, PenName, Revision, Section, Standing, State
from articles.permissions import ROLES, may
from media import ingest, tasks
from media.models import Photo
from newsroom import text

CONTENT = Path(__file__).parent / "demo_content"
PASSWORD = "newsroom-demo"
USERS = {
    "reporter": "reporter",
    "photographer": "photographer",
    "editor": "section",
    "chief": "chief",
    "admin": "admin",
}
SECTIONS_WITHOUT_THE_EDITOR = 2
STANDING = {
    "lead": Standing.LEAD,
    "prominent": Standing.PROMINENT,
    "normal": Standing.NORMAL,
    "none": Standing.NOT_ON_FRONT,
}
PAPER = {
    "motto": "Tin đúng, chữ sạch, trước giờ cà phê.",
    "owning_body": "Hội Những người đọc báo sớm (hư cấu)",
    "licence": "Giấy phép mẫu số 00/GP-DEMO, chỉ dùng để dựng thử",
    "editor_in_chief": "Phan Quốc Lữ",
    "address": "12 đường Bến Sớm, thành phố Sông Mới",
    "telephone": "028 0000 0000",
    "email": "toasoan@sommai.example",
    "corrections_email": "bandocsommai@sommai.example",
}


class Unreadable(ValueError):
    """A file of the demo's content does not keep to demo_content/README.md."""


@dataclass(frozen=True)
class Story:
    """One file of stories/. key: its name without .html; facts: the header lines; body: the rest."""

    key: str
    facts: dict
    body: str

    @property
    def state(self):
        return self.facts.get("state", "live")

    @property
    def mark(self):
        """What its article is found by when the demo is loaded again."""
        return hashlib.sha256(f"demo story {self.key}".encode()).hexdigest()

    def words(self, name):
        return [word.strip() for word in self.facts.get(name, "").split(",") if word.strip()]

    def hour(self, now):
        """When it went out, or will: the day counted back from today, on the paper's clock."""
        day = timezone.localdate(now) - timedelta(days=int(self.facts.get("days_ago", "1")))
        hours, minutes = self.facts.get("time", "08:00").split(":")
        at = timezone.make_aware(datetime.combine(day, time(int(hours), int(minutes))))
        return at - timedelta(days=1) if at > now and self.state != "scheduled" else at


def read_story(path):
    head, gap, body = path.read_text(encoding="utf-8").partition("\n\n")
    facts = {}
    for line in head.splitlines():
        name, colon, value = line.partition(":")
        if not colon:
            raise Unreadable(f"{path.name}: {line!r} is no header line; headers end at the first empty line.")
        facts[name.strip()] = text.nfc(value.strip())
    if not gap or not facts.get("headline") or not facts.get("section"):
        raise Unreadable(f"{path.name} lacks its headline, its section or its body.")
    return Story(path.stem, facts, text.nfc(body.strip()))


def read_stories(folder=CONTENT / "stories"):
    return [read_story(path) for path in sorted(folder.glob("*.html"))]


def load(say, *, now=None):
    """Bring in what is not there yet. say: what to do with a line about how far it is."""
    now = now or timezone.now()
    users = make_users()
    make_sections()
    make_contributors(users)
    Paper.objects.get_or_create(pk=1, defaults=PAPER)
    give_sections(users["editor"])
    photos = take_in_pictures(users["photographer"], say)
    stories = sorted(read_stories(), key=lambda story: (story.hour(now), story.key))
    say(f"  {len(stories)} stories")
    draw_the_front(stories, photos)
    articles = reserve(stories, users)
    for story in stories:
        with transaction.atomic():
            bring_in(story, articles, photos, users, now)
    return articles


def draw_the_front(stories, photos):
    """All sizes of the pictures that stand large on the front: its first reader sees it whole. The others come by task."""
    for story in stories:
        if story.facts.get("standing") in {"lead", "prominent"} and story.facts.get("lead"):
            tasks.develop(photos[story.facts["lead"]].pk)


def make_users():
    """The five logins, each in its group. Known ones are left as they are, their passwords too."""
    groups = {role: Group.objects.get_or_create(name=role)[0] for role in ROLES}
    hashed = None
    users = {}
    for name, role in USERS.items():
        users[name] = User.objects.filter(username=name).first()
        if users[name] is None:
            hashed = hashed or make_password(PASSWORD)
            users[name] = User.objects.create(username=name, password=hashed, is_staff=True)
            users[name].groups.add(groups[role])
    return users


def make_sections():
    def make(entries, parent=None):
        for entry in entries:
            facts = {name: entry[name] for name in ("name", "order", "style", "language", "description")}
            section, _made = Section.objects.get_or_create(slug=entry["slug"], defaults={**facts, "parent": parent})
            make(entry.get("children", []), section)

    make(json.loads((CONTENT / "sections.json").read_text(encoding="utf-8")))


def give_sections(editor):
    """All top sections but two, so that one can see what an editor may not do."""
    if Membership.objects.filter(user=editor).exists():
        return
    tops = list(Section.objects.filter(parent=None).order_by("order", "id"))
    own = tops[: len(tops) - SECTIONS_WITHOUT_THE_EDITOR]
    Membership.objects.bulk_create(Membership(user=editor, section=section) for section in own)


def make_contributors(users):
    for entry in json.loads((CONTENT / "contributors.json").read_text(encoding="utf-8")):
        if Contributor.objects.named(entry["name"]):
            continue
        account = users.get(entry["account"])
        person = Contributor.objects.create(
            name=entry["name"], kind=entry["kind"], biography=entry["biography"], account=account
        )
        for name in entry["pen_names"]:
            PenName.objects.create(contributor=person, name=name)
        if account is not None and not account.first_name:
            account.first_name = entry["name"]
            account.save(update_fields=["first_name"])


def take_in_pictures(photographer, say):
    """{picture key: photograph}. Photographs are the photographer's; illustrations are printed here."""
    entries = json.loads((CONTENT / "pictures.json").read_text(encoding="utf-8"))
    say(f"  {len(entries)} pictures")
    photos = {}
    for entry in entries:
        name = f"{entry['key']}.jpg"
        photos[entry["key"]] = (
            Photo.objects.filter(original_name=name).first()
            or ingest.add_photo(
                open_picture(entry),
                name=name,
                by=photographer if "file" in entry else None,
                caption=entry["caption"],
                alt=entry["alt"],
                headline=entry["headline"],
                creators=entry["creators"],
                credit=entry["credit"],
                copyright=entry["copyright"],
                place_shown=entry.get("place", ""),
            ).photo
        )
    return photos


def open_picture(entry):
    if "file" in entry:
        return io.BytesIO((CONTENT / "pictures" / entry["file"]).read_bytes())
    from newsroom.demo_content.illustrations import draw

    drawn = io.BytesIO()
    draw(entry["drawn"]).save(drawn, "JPEG", quality=88)
    drawn.seek(0)
    return drawn


def reserve(stories, users):
    """{story key: article}: a bare draft for each story first, so that stories can link to each other by id."""
    known = {
        article.source_hash: article for article in Article.objects.filter(source_hash__in=[s.mark for s in stories])
    }
    articles = {}
    for story in stories:
        articles[story.key] = known.get(story.mark) or Article.objects.create(
            source_hash=story.mark, headline=story.facts["headline"], created_by=maker(story, users)
        )
    return articles


def maker(story, users):
    """The demo account of somebody credited in it; None for stories by people without one."""
    from articles import bylines

    for one in bylines.understand(story.facts.get("credit", "")):
        if one.contributor is not None and one.contributor.account_id:
            return one.contributor.account
    return users["reporter"] if story.state in {"draft", "in_review"} else None


def bring_in(story, articles, photos, users, now):
    """The words, then the acts of its state, as if done then. A story that has a revision was brought in before."""
    article = articles[story.key]
    if article.revisions.exists():
        return
    went_out = story.hour(now)
    began = min(went_out, now) - timedelta(hours=5)
    fill(article, story, articles, photos)
    drafting.save(article, by=users["chief"], tags=story.words("tags"))  # pictures are the picture desk's to place
    Article.objects.filter(pk=article.pk).update(created_at=began, updated_at=began + timedelta(hours=3))
    Revision.objects.filter(article=article).update(at=began + timedelta(hours=3))
    act(story, article, users, began=began, went_out=went_out, now=now)


def act(story, article, users, *, began, went_out, now):
    if story.state == "draft":
        return
    sender = article.created_by if may_send(article.created_by, article) else users["chief"]
    workflow.perform("submit", article, by=sender, now=began + timedelta(hours=3))
    if story.state == "in_review":
        return
    editor = next(user for user in (users["editor"], users["chief"]) if may(user, "article.publish", article))
    standing = STANDING[story.facts.get("standing") or "normal"]
    if story.state == "scheduled":
        hour = went_out if went_out > now else went_out + timedelta(days=1)
        workflow.perform("schedule", article, by=editor, at=hour, standing=standing)
        return
    workflow.perform("publish", article, by=editor, standing=standing, now=went_out)
    if story.state == "withdrawn":
        gone = min(now, went_out + timedelta(hours=6))
        workflow.perform(
            "withdraw", article, by=editor, note=story.facts.get("note") or "Rút để kiểm tra lại.", now=gone
        )


def may_send(user, article):
    return user is not None and may(user, "article.submit", article)


def fill(article, story, articles, photos):
    facts = story.facts
    article.kicker = facts.get("kicker", "")
    article.headline = facts["headline"]
    article.short_headline = facts.get("short", "")
    article.standfirst = facts.get("standfirst", "")
    article.section = Section.objects.get(slug=facts["section"])
    article.kind = facts.get("kind") or article.kind
    article.language = facts.get("language") or article.section.language
    article.place = facts.get("place", "")
    article.credit_line = facts.get("credit", "")
    article.internal_note = facts.get("note", "")
    article.lead_photo = photos[facts["lead"]] if facts.get("lead") else None
    article.lead_caption = facts.get("lead_caption") or None
    article.related = [articles[key].pk for key in story.words("related")]
    article.body = with_ids(story.body, articles, photos)


def with_ids(body, articles, photos):
    """Picture and file keys replaced by the ids they got here."""
    body = re.sub(r'data-photo="([^"]+)"', lambda found: f'data-photo="{photos[found[1]].pk}"', body)
    return re.sub(r'data-story="([^"]+)"', lambda found: f'data-article="{articles[found[1]].pk}"', body)


def states(articles):
    """How many stories stand in which state, for the closing line."""
    counted = dict.fromkeys(State, 0)
    for state in Article.objects.filter(pk__in=[a.pk for a in articles.values()]).values_list("state", flat=True):
        counted[State(state)] += 1
    return counted
