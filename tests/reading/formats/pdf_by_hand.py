"""PDF files made by hand, byte by byte: pages that share one content, in a font that every reader has."""

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>"


def pdf_of(pages: int, content: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF of as many pages, all with one content."""
    kids = b" ".join(b"%d 0 R" % (at + 5) for at in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *[PAGE] * pages,
    ]
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (size, trailer, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + end


def text_at(x: int, y: int, text: str) -> bytes:
    """The content that writes a text of plain letters, y growing upwards."""
    return b"BT /F 11 Tf %d %d Td (%s) Tj ET\n" % (x, y, text.encode("ascii"))


def drawn_plan() -> bytes:
    """Two pages, each with prose and a table with drawn lines, without diacritics."""
    rows = [
        ("TT", "Noi dung", "Don vi chu tri", "Thoi gian"),
        ("1", "Ra soat thu tuc", "Phong Kinh te", "Quy I/2026"),
        ("2", "Bao cao ket qua", "Van phong UBND phuong", "Quy II/2026"),
    ]
    content = (
        text_at(70, 760, "KE HOACH")
        + text_at(70, 730, "I. MUC DICH")
        + text_at(70, 710, "- Phuc vu nguoi dan.")
    )
    xs, top = [60, 100, 250, 400, 520], 660
    for at, row in enumerate(rows):
        y = top - 20 * at
        for x, right, text in zip(xs, xs[1:], row, strict=False):
            content += b"%d %d %d 20 re S\n" % (x, y, right - x) + text_at(x + 4, y + 6, text)
    return pdf_of(2, content)
