"""What counts as a mail address, and what it becomes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.mail_address import AddressError, check


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("van.phong@songlam.gov.vn", "van.phong@songlam.gov.vn"),
        (" Van.Phong@SongLam.GOV.vn ", "van.phong@songlam.gov.vn"),
        ("o'hara+viec@a-b.vn", "o'hara+viec@a-b.vn"),
        ("dondoc@localhost", "dondoc@localhost"),
        ("ha@sônglam.vn", "ha@xn--snglam-ixa.vn"),
        ("HA@SÔNGLAM.VN", "ha@xn--snglam-ixa.vn"),
        ("ha@xn--snglam-ixa.vn", "ha@xn--snglam-ixa.vn"),
    ],
)
def test_an_address_is_kept_as_mail_carries_it(written: str, kept: str) -> None:
    assert check(written) == kept


def test_both_spellings_of_a_letter_are_one_domain() -> None:
    """A keyboard may send a letter and its mark apart."""
    assert check("ha@so\u0302nglam.vn") == check("ha@s\u00f4nglam.vn")


@pytest.mark.parametrize("written", ["hà@songlam.vn", "đơnvị@songlam.vn", "ha\u200b@songlam.vn"])
def test_letters_that_mail_does_not_carry_are_named_as_the_reason(written: str) -> None:
    with pytest.raises(AddressError, match=r"có dấu .* trước '@'"):
        check(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "@",
        "ha",
        "ha@",
        "@songlam.vn",
        "ha@songlam",
        "ha@songlam..vn",
        "ha@.vn",
        "ha@-songlam.vn",
        "ha@songlam-.vn",
        "ha@so_nglam.vn",
        "ha@[127.0.0.1]",
        "ha@a.vn@b.vn",
        "ha@a.vn\uff20b.vn",
        ".ha@songlam.vn",
        "ha.@songlam.vn",
        "h..a@songlam.vn",
        "h a@songlam.vn",
        '"ha"@songlam.vn',
        "Hà <ha@songlam.vn>",
        "ha@songlam.vn, an@songlam.vn",
        "ha@songlam.vn\r\nRCPT TO:<x@y.vn>",
        "ha@songlam.vn\x00",
        "h" * 65 + "@songlam.vn",
        "ha@" + "s" * 64 + ".vn",
        "ha@" + "s." * 130 + "vn",
    ],
)
def test_what_is_no_address(written: str) -> None:
    with pytest.raises(AddressError, match=r"ten@donvi\.gov\.vn"):
        check(written)


@given(st.from_regex(r"[^@]{1,9}@[^@]{1,20}\.[^@]{1,9}", fullmatch=True) | st.text(max_size=30))
def test_whatever_is_taken_is_plain_and_stays_the_same(written: str) -> None:
    try:
        kept = check(written)
    except AddressError:
        return
    assert check(kept) == kept
    assert kept.isascii()
    assert kept.isprintable()
    assert not set(kept) & set(' <>,;:"()[]\\')
