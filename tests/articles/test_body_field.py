"""The model field of a body: every way into the database passes the gate."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from articles.body import BodyRefused
from articles.models import Article

pytestmark = pytest.mark.django_db

DIRT = '<p onclick="x()">a<script>alert(1)</script><a href="javascript:x()">b</a>'
CLEAN = "<p>ab</p>"


def stored():
    return list(Article.objects.values_list("body", flat=True))


def test_a_saved_body_is_clean_in_the_database_and_in_hand():
    article = Article(body=DIRT)
    article.save()
    assert article.body == CLEAN
    assert stored() == [CLEAN]


def test_rows_written_in_bulk_pass_the_same_gate():
    article = Article.objects.bulk_create([Article(body=DIRT)])[0]
    assert stored() == [CLEAN]
    article.body = DIRT
    Article.objects.bulk_update([article], ["body"])
    assert stored() == [CLEAN]


def test_an_update_without_the_model_passes_the_same_gate():
    Article.objects.create(body="<p>a</p>")
    Article.objects.update(body=DIRT)
    assert stored() == [CLEAN]


def test_a_body_that_no_story_can_have_is_refused_with_a_message_and_nothing_is_stored():
    article = Article(body="<div>" * 90_000)
    with pytest.raises(BodyRefused), transaction.atomic():
        article.save()
    with pytest.raises(ValidationError):
        article._meta.get_field("body").clean(article.body, article)
    assert stored() == []
