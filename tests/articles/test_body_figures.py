"""The pictures in a body, as the strip under the text reads and changes them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.body import figures
from articles.body.clean import clean
from articles.body.render import plain_text

from .body_documents import bodies

STORY = clean(
    '<p>Mở đầu</p><figure data-photo="21" data-place="left" data-alt="" data-crop="3x2" data-focus="0.5,0.25">'
    "<figcaption>Chợ <em>sớm</em></figcaption></figure><p>Giữa</p>"
    '<div data-gallery><figure data-photo="1"></figure><figure data-photo=""><figcaption></figcaption></figure></div>'
    '<aside data-box><h3>Hộp</h3><figure data-photo="" data-credit="Lê Lan"></figure></aside><p>Kết</p>'
)


def test_figures_are_read_in_reading_order_with_all_that_is_said_of_them():
    first, second, third, fourth = figures.figures(STORY)
    assert first == figures.Figure(21, "left", "Chợ <em>sớm</em>", "", None, "3x2", (0.5, 0.25), None)
    assert second == figures.Figure(1, "center", None, None, None, None, None, 0)
    assert third == figures.Figure(None, "center", "", None, None, None, None, 0)
    assert fourth == figures.Figure(None, "center", None, None, "Lê Lan", None, None, None)


def test_a_photo_fills_the_waiting_figure_and_its_words_stay():
    filled = figures.figures(figures.fill(STORY, 3, 77))[3]
    assert (filled.photo, filled.credit) == (77, "Lê Lan")


def test_words_and_place_of_one_figure_change_and_of_no_other():
    html = figures.changed(STORY, 1, caption="Bến <b>sông</b><script>x</script>", alt='Ghe "chài"', place="wide")
    before, after = figures.figures(STORY), figures.figures(html)
    assert (after[1].caption, after[1].alt) == ("Bến <strong>sông</strong>", 'Ghe "chài"')
    assert after[1].place == "center", "pictures of a gallery follow each other"
    assert before[:1] + before[2:] == after[:1] + after[2:]
    assert figures.figures(figures.changed(STORY, 0, caption=None, alt=None, focus=None, crop=None))[
        0
    ] == figures.Figure(21, "left", None, None, None, None, None, None)


def test_a_figure_moves_past_its_neighbour_and_steps_out_of_a_gallery():
    assert figures.moved(STORY, 0, by=-1).startswith('<figure data-photo="21"')
    assert figures.moved(figures.moved(STORY, 0, by=-1), 0, by=-1) == figures.moved(STORY, 0, by=-1)
    stepped = figures.moved(STORY, 1, by=-1)
    assert [figure.gallery for figure in figures.figures(stepped)] == [None, None, 0, None]
    assert '<figure data-photo="1" data-place="center"></figure><div data-gallery>' in stepped
    out = figures.moved(STORY, 3, by=1)
    assert '<aside data-box><h3>Hộp</h3></aside><figure data-photo=""' in out


def test_the_gallery_goes_with_its_last_picture():
    assert "data-gallery" not in figures.removed(figures.removed(STORY, 1), 1)


def test_a_picture_is_added_at_the_end():
    html = figures.appended(STORY, 5, caption="Mới", place="wide")
    assert html == STORY + '<figure data-photo="5" data-place="wide"><figcaption>Mới</figcaption></figure>'
    assert figures.appended("", None) == '<figure data-photo="" data-place="center"></figure>'


def test_links_and_cards_are_found_once_each():
    html = clean(
        '<p><a data-article="7">một <b>hai</b></a> <a data-tag="3">ba</a> <a href="https://a.vn/">bốn</a></p>'
        '<aside data-article="9"></aside>'
    )
    assert figures.links(html) == [
        figures.Link("article", 7),
        figures.Link("tag", 3),
        figures.Link("article", 9),
    ]


@settings(max_examples=100, deadline=None)
@given(bodies, st.data())
def test_whatever_is_done_to_a_figure_the_words_stay_and_the_body_stays_clean(html, data):
    found = figures.figures(html)
    if not found:
        return
    index = data.draw(st.integers(0, len(found) - 1))
    by = data.draw(st.sampled_from([-1, 1]))
    moved = figures.moved(html, index, by=by)
    assert clean(moved) == moved
    assert sorted(plain_text(moved).split()) == sorted(plain_text(html).split())
    assert len(figures.figures(moved)) == len(found)
    removed = figures.removed(html, index)
    assert clean(removed) == removed
    assert len(figures.figures(removed)) == len(found) - 1
    filled = figures.fill(html, index, 123)
    assert clean(filled) == filled
    assert figures.figures(filled)[index].photo == 123


def test_a_list_that_a_figure_parted_is_one_list_again_without_it():
    html = clean('<ul><li>A</li><li><figure data-photo="21"></figure>B</li></ul>')
    assert figures.removed(html, 0) == "<ul><li>A</li><li>B</li></ul>"
