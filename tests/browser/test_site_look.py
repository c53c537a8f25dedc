"""The reader's pages in a real browser: nothing runs over, nothing is blown up, nothing is called that was not asked for."""

import pytest
from django.test import TestCase

from articles.models import Paper, PublishedArticle, Section, Standing
from media import tasks
from tests import given
from tests.articles.newspaper import many_published

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
WIDTHS = (320, 360, 834, 1280, 1600)
TALLEST_HOLE = 96  # pixels by which the columns of a band may end apart


@pytest.fixture
def paper(live_server, settings):
    """A paper with a full front and a story with four placements of figures. Gives (address, path of that story)."""
    Paper.objects.create(pk=1, name="Sớm Mai", owning_body="Hội Đọc Báo", corrections_email="loi@sommai.example")
    by = given.a_user("reporter")
    with TestCase.captureOnCommitCallbacks(execute=False):
        photo = given.a_photo(
            "Dòng xe đầu tiên qua cầu sáng nay, nhìn từ bờ bắc.", "Ảnh: Trần Đông Phong", size=(2400, 1600), by=by
        )
        small = given.a_photo("Ảnh cũ.", "Ảnh: Tư liệu", size=(500, 380), by=by)
        tasks.develop(photo.pk)
        tasks.develop(small.pk)
    photo.refresh_from_db()
    words = "<p>Cây cầu dài 1,1km đã thông xe sáng nay sau ba năm thi công, sớm hơn kế hoạch hai tháng rưỡi. </p>" * 4
    places = [(photo, "left"), (photo, "right"), (photo, "center"), (photo, "wide"), (small, "center")]
    body = words + words.join(
        f'<figure data-photo="{pic.pk}" data-place="{place}" data-alt=""></figure>' for pic, place in places
    )
    body += (
        "<table><tr><th>Nhịp</th><th>Dài (m)</th></tr><tr><td>Chính</td><td>1.100</td></tr></table>"
        '<div data-embed="youtube" data-ref="dQw4w9WgXcQ"></div><blockquote data-pull><p>Đẹp.</p><cite>Bà Lan</cite></blockquote>'
    )
    sections = [
        given.a_section(name, order=order) for order, name in enumerate(["Thời sự", "Kinh tế", "Đời sống", "Văn hóa"])
    ]
    sections[0].children.create(name="Đô thị", order=1)
    opinion = given.a_section("Quan điểm", order=9, style=Section.Style.OPINION)
    story = given.a_published_article(
        "Ở Vàm Lẽo, con sông mỗi năm lấy đi một hàng cây", body=body, by=by, section=sections[0], lead_photo=photo,
        standing=Standing.LEAD, standfirst="Bảy mùa nước, xã cù lao mất 41,6ha đất vườn. Người ở đây đo sạt lở bằng gốc dừa.",
        kicker="Phóng sự", tags=["Sông", "Cù lao"],
    )  # fmt: skip
    picture = photo.picture()
    for place, section in enumerate([*sections, opinion]):
        text = "Sau ba tháng thử ở hai phường, đèn mới tiết kiệm 58% điện; phiếu hỏi ý kiến cho ra kết quả khác hẳn."
        for number, row in enumerate(many_published(section, 16, standfirst=text, kicker="Cập nhật")):
            lead = {**picture, "id": 1000 * place + number} if number % 2 == 0 or place % 2 else None
            headline = "Buýt sông thêm bốn bến, khách lên bờ vẫn còn phải đi bộ" if number % 3 else "Muối được giá"
            PublishedArticle.objects.filter(pk=row.pk).update(lead=lead, headline=headline)
    row = PublishedArticle.objects.select_related("section").get(pk=story.pk)
    settings.SITE_URL = live_server.url
    return live_server.url, row.get_absolute_url()


def open_page(chromium, address, width=1280, height=900, **options):
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="vi", **options)
    page = context.new_page()
    page.faults = []
    page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto(address)
    return page


BLOWN_UP = """[...document.images].filter(i => i.clientWidth > Math.max(
    ...[i, ...(i.closest('picture') || i).querySelectorAll('source')].flatMap(
        e => (e.srcset || `x ${i.getAttribute('width')}w`).split(', ').map(s => parseInt(s.split(' ')[1]))
    ))).map(i => i.src)"""
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CLIPPED = """[...document.querySelectorAll('h1, h2, h3, p, li, figcaption')].filter(e => {
    const s = getComputedStyle(e); return s.overflow !== 'visible' && !e.closest('.unseen') && !e.classList.contains('unseen')
}).map(e => e.outerHTML.slice(0, 80))"""


def test_no_page_runs_over_its_window_or_blows_a_picture_up(paper, chromium):
    address, story = paper
    for width in WIDTHS:
        page = open_page(chromium, address, width)  # one window a width: a reader's browser keeps styles and letters
        for path in ("/", story, "/thoi-su/", "/tag/song/", "/search/?q=cau", "/photo/1/", "/khong-co/"):
            page.goto(address + path)
            assert page.evaluate(OVER) <= 0, (path, width)
            assert page.evaluate(BLOWN_UP) == [], (path, width)
            assert page.evaluate(CLIPPED) == [], (path, width)
            faults = [fault for fault in page.faults if "404" not in fault]
            assert faults == [], (path, width)
        page.context.close()


def test_on_a_phone_the_lead_picture_and_its_whole_head_are_on_the_first_screen(paper, chromium):
    page = open_page(chromium, paper[0], 360, 640)
    head = page.locator(".lead__head").bounding_box()
    assert head["y"] + head["height"] <= 640
    picture = page.locator(".lead__picture img").bounding_box()
    assert picture["x"] == 0 and picture["width"] == 360
    assert page.locator(".top .latest li:visible").count() == 5
    page.context.close()


ENDS = """selector => [...document.querySelectorAll(selector)].map(band => {
    const ends = [...band.children].filter(e => e.getClientRects().length).map(column => {
        const last = [...column.querySelectorAll('p, h2, h3, img, li')].map(e => e.getBoundingClientRect().bottom);
        return Math.max(...last);
    });
    return Math.max(...ends) - Math.min(...ends);
})"""


def test_the_columns_of_every_band_end_together_on_a_wide_page(paper, chromium):
    page = open_page(chromium, paper[0], 1280)
    top = page.evaluate(ENDS, ".top")
    blocks = page.evaluate(ENDS, ".block--a .block__stories")
    page.context.close()
    assert top and blocks
    assert max(top + blocks) <= TALLEST_HOLE, (top, blocks)


def test_nothing_moves_while_a_page_loads(paper, chromium):
    for path in ("/", paper[1]):
        page = open_page(chromium, paper[0] + path, 360, 640)
        page.wait_for_timeout(500)
        moved = page.evaluate(
            """() => new Promise(done => { let sum = 0;
            new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value))
                .observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 200); })"""
        )
        assert moved < 0.02, path
        page.context.close()


def test_the_letters_without_tone_marks_lie_exactly_over_the_letters_with_them(paper, chromium):
    page = open_page(chromium, paper[0], 1280)
    widths = page.evaluate(
        """async () => { await document.fonts.ready;
        return [['Thời sự', 'Thơi sư'], ['Sớm Mai', 'Sơm Mai'], ['Ẳng Ễnh Ộc ẨỮ', 'Ăng Ênh Ôc ÂƯ']].map(pair => {
            const [a, b] = pair.map(words => { const s = document.createElement('span'); s.className = 'section-head tone';
                s.textContent = words; document.body.append(s); return s.getBoundingClientRect().width; });
            return Math.abs(a - b); }); }"""
    )
    assert max(widths) < 0.5
    hidden = page.evaluate("getComputedStyle(document.querySelector('.nameplate .tone'), '::after').content")
    assert "Sơm Mai" in hidden
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.nameplate .tone'), '::after').content") == "none"
    page.context.close()


def test_without_javascript_everything_can_be_read_and_reached(paper, chromium):
    page = open_page(chromium, paper[0] + paper[1], 360, 640, java_script_enabled=False)
    assert page.locator(".embed__link").is_visible()
    assert not page.locator(".embed__load").is_visible()
    assert not page.locator("[data-theme-choice]").is_visible()
    page.locator(".menu summary").click()
    page.locator(".menu a", has_text="Đô thị").click()
    assert page.url.endswith("/do-thi/")
    page.context.close()


def test_a_chosen_scheme_holds_on_the_next_page(paper, chromium):
    page = open_page(chromium, paper[0])
    page.locator('[data-theme-value="dark"]').click()
    page.goto(paper[0] + paper[1])
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 21, 20)"
    page.locator('[data-theme-value=""]').click()
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.context.close()


def test_nothing_of_a_third_party_is_called_before_the_reader_presses_the_button(paper, chromium):
    page = open_page(chromium, paper[0] + paper[1])
    called = []
    page.on("request", lambda request: called.append(request.url))
    page.route("https://**", lambda route: route.abort())
    page.reload()
    assert all(url.startswith(paper[0]) for url in called)
    page.locator(".embed__load").click()
    assert page.locator(".embed iframe").get_attribute("src").startswith("https://www.youtube-nocookie.com/")
    page.context.close()


def test_every_target_of_a_finger_is_large_enough(paper, chromium):
    small = """[...document.querySelectorAll('nav a, footer a, button, summary, input')].filter(e => {
        const r = e.getBoundingClientRect(); return r.width && r.height < 24 && !e.closest('.unseen') }).map(e => e.outerHTML)"""
    for path in ("/", paper[1], "/thoi-su/"):
        page = open_page(chromium, paper[0] + path, 360, 640, has_touch=True, is_mobile=True)
        assert page.evaluate(small) == [], path
        page.context.close()


def test_the_first_stop_of_the_keyboard_leads_past_the_masthead(paper, chromium):
    page = open_page(chromium, paper[0])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.context.close()
