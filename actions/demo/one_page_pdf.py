"""A PDF with some lines of text on one small page, for labels of a demo shop."""

from __future__ import annotations

from collections.abc import Sequence

#: In points: A6, as labels are.
_WIDTH, _HEIGHT = 298, 420


def one_page_pdf(lines: Sequence[str]) -> bytes:
    """The page, the same bytes for the same lines.

    Args:
        lines: ASCII letters, digits and signs without a meaning in PDF.
    """
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    content = f"BT /F1 16 Tf 28 TL 24 {_HEIGHT - 60} Td {shown} ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH} {_HEIGHT}] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    written, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    trailer = f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    return f"{written}xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")
