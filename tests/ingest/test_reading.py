"""Files become articles, or are refused with one clear sentence."""

import builtins
import io

import pytest

from timeline import errors
from timeline.ingest import read_text
from timeline.ingest.reading import KINDS, guess

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Bridge falls in Orlen</title>
<meta name="author" content="Ana Ruiz"><meta property="article:published_time" content="2024-08-09T10:00:00Z">
<meta property="og:site_name" content="Orlen Post"><link rel="canonical" href="https://example.org/bridge"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Bridge falls in Orlen</h1>
<p>A bridge near Orlen collapsed on Wednesday morning, killing four rescue workers, officials said on Thursday.</p>
<p>The bridge was built in 1961 and repaired in 1998. The mayor, Dana Petrescu, said that an inquiry would begin next week.</p>
<p>Rescuers searched the river for two days. They found the last of the missing on Friday, the fire service reported.</p>
</article><footer>All rights reserved</footer></body></html>"""


def test_plain_text_keeps_every_code_point_and_takes_windows_line_ends():
    assert read_text("Füße\r\nzwei".encode(), "text").text == "Füße\nzwei"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_in_the_usual_encodings_is_read(encoding):
    assert read_text("“Café” closed in 1999.".encode(encoding), "text").text == "“Café” closed in 1999."


def test_markdown_gives_its_front_matter_and_heading():
    article = read_text(b"---\ntitle: A fall\ndate: 2024-08-09\nauthor: Ana\n---\n\n# Other\n\nText.", "markdown")
    assert (article.title, article.published, article.author) == ("A fall", "2024-08-09", "Ana")
    assert article.text.startswith("# Other")


def test_a_page_gives_its_article_and_what_it_says_of_itself():
    pytest.importorskip("trafilatura")
    article = read_text(PAGE.encode(), "html")
    assert "collapsed on Wednesday" in article.text
    assert "Sport" not in article.text
    assert (article.title, article.author, article.published, article.url) == (
        "Bridge falls in Orlen",
        "Ana Ruiz",
        "2024-08-09",
        "https://example.org/bridge",
    )


def test_a_page_without_text_is_refused():
    pytest.importorskip("trafilatura")
    with pytest.raises(errors.InputWithoutText):
        read_text(b"<html><head><title>x</title></head><body><script>var a = 1</script></body></html>", "html")


def made_pdf(text=None, password=None):
    pypdf = pytest.importorskip("pypdf")
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(400, 400)
    if text:
        stream = DecodedStreamObject()
        lines = "".join(f"({line}) Tj 0 -14 Td " for line in text.split("\n"))
        stream.set_data(f"BT /F1 10 Tf 20 380 Td {lines} ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
        )
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_gives_its_text():
    assert (
        "closed in 1999"
        in read_text(made_pdf("The old factory at the river closed in 1999 and was sold in May 2004."), "pdf").text
    )


def test_a_scanned_pdf_is_refused():
    with pytest.raises(errors.InputScanned):
        read_text(made_pdf(), "pdf")


def test_a_locked_pdf_is_refused():
    with pytest.raises(errors.InputLocked):
        read_text(made_pdf("secret words of a long report", "pass"), "pdf")


def test_a_broken_pdf_is_refused():
    pytest.importorskip("pypdf")
    with pytest.raises(errors.InputNotText):
        read_text(b"%PDF-1.7 nothing else", "pdf")


def test_a_word_file_gives_its_paragraphs():
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("The plant closed in 1999.")
    document.add_paragraph("It was sold in 2004.")
    out = io.BytesIO()
    document.save(out)
    assert read_text(out.getvalue(), "docx").text == "The plant closed in 1999.\n\nIt was sold in 2004."


@pytest.mark.parametrize("data", [b"", b"  \n\t "])
def test_an_empty_file_is_refused(data):
    with pytest.raises(errors.InputEmpty):
        read_text(data, "text")


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr("timeline.ingest.reading.LIMIT", 100)
    with pytest.raises(errors.InputTooLarge, match="MB"):
        read_text(b"x" * 101, "text")


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02\x03\x04\x05\x06\x07" * 50, bytes(range(128, 256)) * 20, b"\xff\xfe\x00"]
)
def test_bytes_that_are_no_text_are_refused(data):
    with pytest.raises(errors.InputNotText):
        read_text(data, "text")


def test_an_unknown_kind_is_refused_with_the_kinds_there_are():
    with pytest.raises(errors.InputUnknownKind) as caught:
        read_text(b"x", "epub")
    assert "markdown" in caught.value.hint


@pytest.mark.parametrize(("kind", "data"), [("html", PAGE.encode()), ("pdf", b"%PDF-1.7"), ("docx", b"PK\x03\x04")])
def test_without_the_extra_the_error_names_how_to_install_it(monkeypatch, kind, data):
    real = __import__

    def without(name, *rest, **more):
        if name.split(".")[0] in {"trafilatura", "pypdf", "docx"}:
            raise ImportError(name)
        return real(name, *rest, **more)

    import importlib

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr(importlib, "import_module", without)
    with pytest.raises(errors.ExtraMissing) as caught:
        read_text(data, kind)
    assert "timeline[ingest]" in caught.value.hint


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1", "a", "pdf"),
        (b"PK\x03\x04", "a.docx", "docx"),
        (b"<!DOCTYPE html>", "a", "html"),
        (b"hello", "a.md", "markdown"),
        (b"hello", "-", "text"),
    ],
)
def test_the_kind_is_told_by_the_first_bytes_else_by_the_name(data, name, kind):
    assert guess(data, name) == kind
    assert kind in KINDS
