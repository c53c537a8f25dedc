"""From the credit line as typed to the people it names. The line itself is kept as it is, whatever is understood of it."""

from dataclasses import dataclass, field

from articles import credits
from articles.credits import Role
from articles.models import Byline, Contributor
from newsroom import text

KNOWN, NEW, UNSURE = "known", "new", "unsure"
LONGEST_NAME = 120
LONGEST_LINE = 500


@dataclass
class Understood:
    """One name of the line: who that is, or who it might be."""

    name: str
    roles: list[str]
    status: str
    contributor: Contributor | None = None
    alike: list[Contributor] = field(default_factory=list)

    @property
    def role_labels(self):
        return [str(Role(role).label) for role in self.roles]


def understand(line, people=None):
    """What the desk reads in a credit line: a list of Understood, in the order of the line. Writes nothing.

    people   answers already given, {name as printed: contributor id or "new"}
    An exact name links. A name that differs from a known one in its marks only, or that stands in a line that could be
    read in two ways, is unsure: a person decides.
    """
    reading = credits.read(line) if line.strip() else None
    if reading is None:
        return []
    answers = {text.tag_key(name): answer for name, answer in (people or {}).items()}
    chosen = Contributor.objects.active().in_bulk({answer for answer in answers.values() if answer and answer != "new"})
    named = {
        credit.name for credit in reading.credits if answers.get(text.tag_key(credit.name)) not in {"new", *chosen}
    }
    known = Contributor.objects.of_names(named) if named else {}
    found = {}
    for credit in reading.credits:
        key = text.tag_key(credit.name)
        if key in found:
            found[key].roles.append(credit.role)
            continue
        answer = answers.get(key)
        if answer == "new":
            found[key] = Understood(credit.name, [credit.role], NEW)
        elif contributor := chosen.get(answer) or known.get(credit.name):
            found[key] = Understood(credit.name, [credit.role], KNOWN, contributor)
        else:
            found[key] = _stranger(credit.name, credit.role, reading.certain)
    return list(found.values())


def _stranger(name, role, certain):
    """Nobody prints under exactly this name: somebody new, or one whose name differs in its marks only."""
    alike = list(Contributor.objects.like(name)[:5])
    return Understood(name, [role], UNSURE if alike or not certain else NEW, alike=alike)


def store(article, understood):
    """Write the Byline rows of a credit line as understood; new certain names become contributors.

    Returns the names that stay unsure: they print, but link to nobody yet.
    """
    rows = []
    for one in understood:
        if one.status != UNSURE:
            contributor = one.contributor or _new(one)
            rows += [(contributor.pk, role, one.name[:LONGEST_NAME]) for role in one.roles]
    if list(article.bylines.values_list("contributor_id", "role", "name")) != rows:
        article.bylines.all().delete()
        Byline.objects.bulk_create(
            Byline(article=article, contributor_id=contributor, role=role, order=order, name=name)
            for order, (contributor, role, name) in enumerate(rows)
        )
    return [one for one in understood if one.status == UNSURE]


def _new(one):
    name = credits.display_name(one.name)[:LONGEST_NAME]
    return Contributor.objects.create(name=name, kind=_kind(one.roles))


def _kind(roles):
    if Role.DESK in roles:
        return Contributor.Kind.DESK
    return Contributor.Kind.AGENCY if Role.SOURCE in roles else Contributor.Kind.PERSON
