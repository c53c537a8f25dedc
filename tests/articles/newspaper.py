"""A small newspaper as its readers meet it, and every address it has."""

import itertools
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from articles import workflow
from articles.models import Article, Kind, Paper, PublishedArticle, PublishedByline, PublishedTag, Section, Standing
from tests import given

_number = itertools.count(10_000)


@dataclass
class Newspaper:
    section: Section
    part: Section
    stories: list = field(default_factory=list)
    photo: object = None
    withdrawn: Article = None

    def addresses(self):
        """Every kind of public address, with the status it answers."""
        story = PublishedArticle.objects.select_related("section").get(pk=self.stories[0].pk)
        byline = PublishedByline.objects.filter(article=story).select_related("contributor").first()
        tag = PublishedTag.objects.filter(article=story).select_related("tag").first()
        day = timezone.localdate(story.first_published_at)
        found = [
            "/",
            self.section.get_absolute_url(),
            self.part.get_absolute_url(),
            story.get_absolute_url(),
            byline.contributor.get_absolute_url(),
            tag.tag.get_absolute_url(),
            f"/archive/{day.year}/{day.month}/{day.day}/",
            f"/photo/{self.photo.pk}/",
            "/search/",
            "/search/?q=cau",
            "/search/?q=khongcogi",
            "/feed.xml",
            f"/{self.section.slug}/feed.xml",
            f"{tag.tag.get_absolute_url()}feed.xml",
            f"{byline.contributor.get_absolute_url()}feed.xml",
            "/sitemap.xml",
            "/sitemap-sections.xml",
            f"/sitemap-{day.year}-{day.month}.xml",
            "/news-sitemap.xml",
            "/robots.txt",
        ]
        return {address: 200 for address in found} | {
            "/khong-co-trang-nay/": 404,
            "/tag/khong-co/": 404,
            "/author/khong-co/": 404,
            "/photo/999999/": 404,
            f"/{self.section.slug}/bai-999999/": 404,
            f"/{self.section.slug}/bai-{self.withdrawn.pk}/": 410,
        }


def a_newspaper():
    """A section with a part, stories of every kind with pictures, tags and several credited people, one taken down."""
    Paper.objects.create(
        pk=1, name="Sớm Mai", motto="Tin đúng", owning_body="Hội Đọc Báo", editor_in_chief="Phan Quốc Lữ",
        corrections_email="loi@sommai.example",
    )  # fmt: skip
    section = given.a_section("Thời sự", description="Chuyện trong ngày.")
    part = given.a_section("Đô thị", parent=section)
    by, chief = given.a_user("reporter"), given.a_user("chief")
    photo = given.a_photo(by=by)
    paper = Newspaper(section, part, photo=photo)
    body = (
        f'<p>Cây cầu dài 1,1km đã thông xe.</p><h2>Sáng nay</h2><figure data-photo="{photo.pk}" data-place="wide">'
        "</figure><p>Người dân đi bộ qua cầu.</p>"
    )
    for number, kind in enumerate(Kind):
        story = given.a_published_article(
            f"Cầu số {number} thông xe", kind=kind, section=part if number % 2 else section, by=by, chief=chief,
            standfirst="Dòng xe đầu tiên qua cầu lúc 5h.", kicker="Giao thông", lead_photo=photo, body=body,
            credit_line="Bài: Nguyễn Thu Hạ - Ảnh: Trần Đông Phong", tags=["Cầu đường", "Đà Nẵng"],
            standing=Standing.LEAD if number == 0 else Standing.NORMAL, place="Đà Nẵng",
        )  # fmt: skip
        paper.stories.append(story)
    paper.withdrawn = given.a_published_article("Bài sẽ gỡ", by=by, chief=chief)
    workflow.perform("withdraw", paper.withdrawn, by=chief, note="Sai địa danh.")
    return paper


def many_published(section, count, *, every=timedelta(minutes=1), **fields):
    """Public rows for long lists, newest last made, without the desk's work on each: {headline: row} in order made."""
    first = given.a_published_article("Bài gốc", section=section, standing=Standing.NOT_ON_FRONT)
    row = PublishedArticle.objects.get(pk=first.pk)
    start = timezone.now() - timedelta(days=2)
    made = []
    for number in range(count):
        article = Article.objects.create(headline=f"Bài {number}", section=section, state="live")
        made.append(
            PublishedArticle(
                article=article, revision_id=row.revision_id, section=section, top_section=section.top, language="vi",
                kind="news", slug=f"bai-{number}", headline=f"Bài số {number}", credit_line="Minh Khuê",
                number=next(_number), rendered_by=1, body="<p>Chữ.</p>",
                first_published_at=start + number * every, updated_at=start + number * every,
                **{"standing": Standing.NORMAL, **fields},
            )
        )  # fmt: skip
    return PublishedArticle.objects.bulk_create(made)
