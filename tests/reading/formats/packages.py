"""Files of the Office kind made by hand, member by member: what no library writes can be tested so."""

import io
import zipfile
from collections.abc import Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OTHERS = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip file of members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def relations(**targets: str) -> str:
    """The member that says where the parts of each kind are."""
    lines = (
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_RELATIONS}">{"".join(lines)}</Relationships>'


def docx(body: str, *, styles: str = "", numbering: str = "") -> bytes:
    """A Word document of the XML within its body, its styles and its numbering."""
    return zipped(
        {
            "_rels/.rels": relations(officeDocument="word/document.xml"),
            "word/_rels/document.xml.rels": relations(styles="styles.xml", numbering="numbering.xml"),
            "word/document.xml": f"<w:document {W} {_OTHERS}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
            "word/numbering.xml": f"<w:numbering {W}>{numbering}</w:numbering>",
        }
    )


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def listed(text: str, number: int, level: int = 0) -> str:
    """A paragraph that Word numbers."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def cell(content: str, properties: str = "") -> str:
    """A cell of a table; content that is no XML is one paragraph."""
    inside = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def table(*rows: list[str]) -> str:
    """A table of rows of cells; a cell that is no XML yet is made one."""
    made = ("".join(c if c.startswith("<w:tc>") else cell(c) for c in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in made) + "</w:tbl>"


def level(at: int, style: str, text: str, start: int = 1, more: str = "") -> str:
    """A level of a list: how it counts and what it shows."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*levels: str, numbers: str = "") -> str:
    """One list with its levels, used as number 1; `numbers`: other uses."""
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{numbers}'
    )


def everything() -> bytes:
    """A Word document with all that makes Word hard: lists, changes, boxes, merged and nested tables."""
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    box = f"<w:txbxContent>{paragraph('Số: 12/KH-UBND')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r></w:p>"
        + paragraph("KẾ HOẠCH", '<w:pStyle w:val="H"/>', "<w:b/>")
        + listed("NỘI DUNG", 1)
        + listed("Tuyên truyền", 1, 1)
        + "<w:p><w:ins><w:r><w:t>mới</w:t></w:r></w:ins>"
        + "<w:del><w:r><w:delText>cũ</w:delText></w:r></w:del></w:p>"
        + f"<w:sdt><w:sdtContent>{paragraph('Trong khung')}</w:sdtContent></w:sdt>"
        + table(
            ["TT", "Nội dung", "Đơn vị chủ trì", "Thời gian"],
            [cell("Việc chung", '<w:gridSpan w:val="4"/>')],
            [
                cell("1", down),
                cell("Rà soát", down),
                "Phòng A",
                cell(table(["Quý I", "2026"]) + paragraph("")),
            ],
            [cell("", on), cell("", on), "Phòng B", "Quý II/2026"],
        )
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:basedOn w:val="N"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="N" w:default="1"/>'
    )
    numbering = lists(level(0, "upperRoman", "%1."), level(1, "decimal", "%2.", 3), level(2, "bullet", "-"))
    return docx(body, styles=styles, numbering=numbering)
