"""Where an old address leads now: sections, tags, contributors, photographs and imported stories. Always one hop."""

from articles.models import Address, Contributor, PublishedArticle, PublishedByline, PublishedTag, Section, Tag
from media.models import ReleasedPhoto


def now_at(path):
    """The present address of what once lived here, or None. Asked only where nothing lives here any more."""
    old = Address.objects.filter(path=path).first()
    found = LOOKUPS[old.kind](old.target) if old else None
    address = found.get_absolute_url() if found else None
    return address if address != path else None


def public_tag(tag):
    """The tag, if a public story carries it: the wording of others is not for readers yet. None stays None."""
    return tag if tag and PublishedTag.objects.filter(tag=tag).exists() else None


def public_person(contributor):
    """The contributor, if a public story credits them. None stays None."""
    return contributor if contributor and PublishedByline.objects.filter(contributor=contributor).exists() else None


def _merged(model, public):
    def find(pk):
        found = model.objects.select_related("merged_into").filter(pk=pk).first()
        return public(found and (found.merged_into or found))

    return find


LOOKUPS = {
    Address.Kind.ARTICLE: lambda pk: PublishedArticle.objects.select_related("section").filter(pk=pk).first(),
    Address.Kind.SECTION: lambda pk: Section.objects.filter(pk=pk).first(),
    Address.Kind.TAG: _merged(Tag, public_tag),
    Address.Kind.PERSON: _merged(Contributor, public_person),
    Address.Kind.PHOTO: lambda pk: ReleasedPhoto.objects.filter(pk=pk).first(),
}
