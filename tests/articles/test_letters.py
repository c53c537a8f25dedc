"""Old Vietnamese fonts: their letters are known exactly, and never seen where none are."""

import pytest

from articles.body import pasted
from articles.body.clean import clean
from newsroom import letters
from newsroom.text import nfc

from .body_documents import TEST_DATA

PLAIN = "aăâeêioôơuưy"
TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
SMALL = [nfc(vowel + tone) for vowel in PLAIN for tone in TONES] + ["đ"]
# The Vietnamese letters by their bytes, from the character maps of the standards: TCVN 5712:1993 (VN3) and RFC 1456.
TCVN3 = dict(
    zip(
        SMALL,
        "a¸µ¶·¹ ¨¾»¼½Æ ©ÊÇÈÉË eÐÌÎÏÑ ªÕÒÓÔÖ iÝ×ØÜÞ oãßáâä «èåæçé ¬íêëìî uóïñòô \xadøõö÷ù yýúûüþ®".replace(" ", ""),
        strict=True,
    )
)
VISCII = dict(
    zip(
        SMALL,
        "aáàäãÕ å¡¢ÆÇ£ â¤¥¦ç§ eéèë¨© êª«¬\xad® iíìïî¸ oóòöõ÷ ô¯°±²µ ½¾¶·Þþ uúùüûø ßÑ×Øæñ yýÏÖÛÜð".replace(" ", ""),
        strict=True,
    )
)
VNI = dict(
    zip(
        SMALL,
        "a aù aø aû aõ aï aê aé aè aú aü aë aâ aá aà aå aã aä e eù eø eû eõ eï eâ eá eà eå eã eä i í ì æ ó ò "
        "o où oø oû oõ oï oâ oá oà oå oã oä ô ôù ôø ôû ôõ ôï u uù uø uû uõ uï ö öù öø öû öõ öï y yù yø yû yõ î ñ".split(),
        strict=True,
    )
)
TABLES = [("TCVN3", TCVN3), ("VNI", VNI), ("VISCII", VISCII)]
MOTTO = "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập - tự do - hạnh phúc. Người dân được mùa lúa trên cánh đồng quê."


def typed(text, table):
    return "".join(table.get(letter, letter) for letter in text)


@pytest.mark.parametrize(("encoding", "table"), TABLES, ids=[name for name, _table in TABLES])
def test_every_letter_comes_back_alone_and_among_others(encoding, table):
    assert len(SMALL) == 73
    for letter in SMALL:
        assert letters.converted(table[letter], encoding) == letter
        assert letters.converted(f"ngh{table[letter]}ng {table[letter]}", encoding) == f"ngh{letter}ng {letter}"


def test_capitals_come_back():
    for letter in SMALL:
        assert letters.converted(VNI[letter].upper(), "VNI") == letter.upper()
        assert letters.converted(TCVN3[letter], "TCVN3", capitals=True) == letter.upper()
    assert letters.converted("¡¢£¤¥¦§", "TCVN3") == "ĂÂÊÔƠƯĐ"
    assert letters.converted("COÄNG HOØA, Ñöùc, AÙo", "VNI") == "CỘNG HÒA, Đức, Áo"
    viscii = "ÁÀÄÃ\x80Å\x81\x82\x02\x05\x83Â\x84\x85\x86\x06\x87"
    assert letters.converted(viscii, "VISCII") == "ÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬ"


def test_well_known_lines_are_read():
    lines = {
        "TCVN3": "Céng hoµ x· héi chñ nghÜa ViÖt Nam. §éc lËp - Tù do - H¹nh phóc. Tr\xadêng §¹i häc S\xad ph¹m",
        "VNI": "Coäng hoaø xaõ hoäi chuû nghóa Vieät Nam. Ñoäc laäp - Töï do - Haïnh phuùc. Tröôøng Ñaïi hoïc Sö phaïm",
    }
    for encoding, line in lines.items():
        assert letters.recognised(line) == encoding
        assert letters.converted(line, encoding) == (
            "Cộng hoà xã hội chủ nghĩa Việt Nam. Độc lập - Tự do - Hạnh phúc. Trường Đại học Sư phạm"
        )


@pytest.mark.parametrize(("encoding", "table"), TABLES, ids=[name for name, _table in TABLES])
def test_a_story_is_told_by_its_letters(encoding, table):
    came = typed(MOTTO.replace("Đ", "đ"), table)
    assert letters.recognised(came) == encoding
    assert letters.converted(came, encoding) == MOTTO


@pytest.mark.parametrize(
    "text",
    [MOTTO, "Anh có là gì mà nó bảo thế", "Hà Nam có cá", "", "plain words only",
     "L'été dernier, où êtes-vous allés ? À la plage, près du château, c'était très agréable, naïveté, Noël, élève",
     "Für die Bürger fällt der Müll künftig höher aus, sagt Jürgen Schröder; größere Häuser müssen mehr zahlen",
     "Příliš žluťoučký kůň úpěl ďábelské ódy, řekl Jiří Novák, který žije v Českých Budějovicích",
     "El niño mañana irá a España, señor; también el pingüino, ¿verdad? Sí, está aquí, él lo comió",
     "A reportagem não é só ação: informação, coração, mãe, irmã e avô também são notícias",
     "Smörgåsbord på svenska är gott, säger Åsa Öberg från Malmö; även på fredag får ni äta här",
     "© 2024 Tòa soạn ® · 1,5 × 2 = 3 ± 0,1 µm · 25 °C · ½ · «trích» § 3 ¶ 2",
     "İstanbul'da güneş doğdu, çocuklar şarkı söyledi, öğretmen gülümsedi"],
)  # fmt: skip
def test_text_of_today_is_left_in_peace(text):
    assert letters.recognised(text) is None
    assert letters.recognised(text * 20) is None


def test_no_real_article_is_taken_for_an_old_one():
    files = [*(TEST_DATA / "vi-articles").glob("*.json"), *(TEST_DATA / "wire").rglob("*.txt")]
    if not files:
        pytest.skip("real articles are not in NEWSROOM_TEST_DATA")
    for file in files:
        text = file.read_text(encoding="utf-8", errors="replace")
        assert letters.recognised(text) is None, file.name
        assert letters.recognised(nfc(text)) is None, file.name


def test_fonts_tell_their_encoding_and_their_capitals():
    of = letters.encoding_of
    assert [of(".VnTime"), of("'.VnArialH'"), of("VNI-Times"), of('"VNI-Helve-Condense"')] == ["TCVN3"] * 2 + [
        "VNI"
    ] * 2
    assert [of(font) for font in ("Times New Roman", "Vni", "VnTime", "", "Verdana")] == [None] * 5
    shows = letters.shows_capitals
    assert [shows(font) for font in (".VnTimeH", ".VnTime", "VNI-TimesH", ".VnArialH")] == [True, False, False, True]


def test_a_page_in_an_old_font_is_offered_in_letters_of_today_and_stays_as_it_came():
    page = pasted.read(
        '<style>p.MsoNormal{font-family:".VnTime"}</style><p class=MsoNormal>ViÖt Nam <b>tr&shy;êng</b> '
        '<span style="font-family:.VnTimeH">hµ néi</span> <span style="font-family:Arial">café</span></p>'
        '<p style="font:12.0px \'.VnTime\'">§¹i <a href="https://a.vn/®">häc</a></p>'
    )
    assert "ViÖt Nam" in page.html
    offered = page.converted
    assert (offered.encoding, offered.sample) == ("TCVN3", "Việt Nam trường HÀ NỘI café Đại học")
    assert offered.page.html == (
        "<p>Việt Nam <strong>trường</strong> HÀ NỘI café</p>"
        f"<p>Đại {clean('<a href=https://a.vn/®>học</a>').removeprefix('<p>')}"
    )


def test_a_mark_that_dress_parted_from_its_letter_goes_back():
    line = "Coäng hoøa xaõ hoäi chuû nghóa, ñoäc laäp töï do haïnh phuùc. Vie<b>ät</b> Nam"
    assert pasted.read(f"<p>{line}</p>").converted.page.html == (
        "<p>Cộng hòa xã hội chủ nghĩa, độc lập tự do hạnh phúc. Việ<strong>t</strong> Nam</p>"
    )


def test_letters_of_today_in_an_old_font_are_no_old_letters():
    assert pasted.read('<p style="font-family:.VnTime">Người Việt Nam được mùa</p>').converted is None
    assert pasted.read('<p style="font-family:.VnTime">plain words</p>').converted is None
