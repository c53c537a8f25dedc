"""Code replacements: a list read as photographers' programs write it, and names put in place of codes."""

import codecs

import pytest

from media import codes

LIST = "hlv\tPark Hang-seo\tông Park\nvt9\tNguyễn Văn Toàn\tToàn\tsố 9\n\n// đội khách\nst7\tMirotic\n"


def test_a_list_is_a_code_a_tab_and_a_name_with_other_ways_to_say_it():
    assert codes.read(LIST.encode()) == {
        "hlv": ["Park Hang-seo", "ông Park"], "vt9": ["Nguyễn Văn Toàn", "Toàn", "số 9"], "st7": ["Mirotic"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "data", [codecs.BOM_UTF8 + LIST.encode(), LIST.encode("utf-16"), LIST.replace("\n", "\r\n").encode()]
)
def test_a_list_saved_by_another_program_reads_the_same(data):
    assert codes.read(data) == codes.read(LIST.encode())


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no code in this file"),
        (b"hlv Park Hang-seo", "Line 1"),
        (b"a\tAn\nb\t\n", "Line 2"),
        ("vt9\tToàn".encode("cp1258", "replace") + b"\xe0", "cannot be read"),
        (b"a\t" + b"x" * 301, "300 characters"),
        (b"x" * ((1 << 20) + 1), "larger than 1 MB"),
        ("".join(f"c{n}\tTên\n" for n in range(5001)).encode(), "5000 codes"),
    ],
)
def test_what_is_no_list_is_told_with_what_to_mend(data, why):
    with pytest.raises(codes.Unreadable, match=why):
        codes.read(data)


def test_a_code_becomes_its_name_the_second_name_where_asked_and_stays_where_nobody_stands_behind_it():
    known = codes.read(LIST.encode())
    assert codes.expanded(r"\vt9\ ghi bàn, \hlv#2\ mừng.", known) == "Nguyễn Văn Toàn ghi bàn, ông Park mừng."
    assert codes.expanded(r"\ai\ và \st7#2\ và C:\anh", known) == r"\ai\ và \st7#2\ và C:\anh"
    assert codes.left_over(r"\ai\ chạy") == ["\\ai\\"]
