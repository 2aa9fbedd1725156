"""`timeline ingest` and `timeline review` for scripts: nothing doubled, nothing lost, nothing half-written."""

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from timeline.cli import articles

FERRY = (
    "Ferry sinks\n\n"
    "A ferry sank off Port Amber on Sunday, killing 14 people, the coast guard said.\n\n"
    "President Maria Okafor visited the harbour on Monday.\n\n"
    "The operator, Amber Lines, had promised new boats in March last year.\n"
)
TOLL = "Ferry disaster: toll rises\n\nPolice said 22 people were killed when a ferry sank off Port Amber on Sunday.\n"
SANK = "a-ferry-sank-off-port-amber-killing-14-people"
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Bridge falls in Orlen</title>
<meta name="author" content="Ana Ruiz"><meta property="article:published_time" content="2024-08-09T10:00:00Z">
<meta property="og:site_name" content="Orlen Post"><link rel="canonical" href="https://example.org/bridge"></head>
<body><article><h1>Bridge falls in Orlen</h1>
<p>A bridge near Orlen collapsed on Wednesday morning, killing four rescue workers, officials said on Thursday.</p>
<p>The bridge was built in 1961 and repaired in 1998. The mayor, Dana Petrescu, said that an inquiry would begin.</p>
<p>Rescuers searched the river for two days. They found the last of the missing on Friday, the fire service reported.</p>
</article></body></html>"""


@pytest.fixture
def empty(timeline):
    """A database without events."""
    timeline("init")
    return timeline


def ingest(timeline, folder, text, *options, name="article.txt", published="2025-09-02"):
    (folder / name).write_text(text)
    dated = ("--published", published) if published else ()
    return timeline("ingest", name, *dated, *options)


def table(timeline, *arguments):
    run = timeline(*arguments, "--format", "csv")
    assert run.code == 0, run.err
    return list(csv.DictReader(io.StringIO(run.out)))


def rows(timeline, sql):
    return [tuple(row.values()) for row in table(timeline, "sql", sql)]


def drafts(timeline):
    return table(timeline, "review", "--list")


def everything(timeline):
    return timeline("export", "--format", "jsonl", "--status", "all").out


# --- reading ---


def test_drafts_are_hidden_from_list_and_claims_until_they_are_accepted(empty, folder):
    run = ingest(empty, folder, FERRY)
    assert run.out == ""
    assert "3 drafts, 1 claim, 3 new actors" in run.err
    listed = empty("list")
    assert (listed.out, "not shown: 3 drafts (--status draft)" in listed.err) == ("", True)
    assert table(empty, "claims") == []
    assert len(table(empty, "list", "--status", "draft")) == 3
    empty("review", "--accept-all")
    assert len(table(empty, "list")) == 3
    assert [row["by"] for row in table(empty, "claims")] == ["coast-guard"]


def test_every_citation_stands_where_it_says_in_the_body(empty, folder):
    ingest(empty, folder, FERRY)
    found = rows(
        empty,
        "SELECT c.quote, substr(s.body, c.quote_start + 1, c.quote_end - c.quote_start), s.sha256"
        " FROM citation c JOIN source s ON s.id = c.source_id",
    )
    assert found
    assert all(quote == there and len(sha256) == 64 for quote, there, sha256 in found)


def test_the_date_may_be_in_words_and_a_page_tells_its_own(empty, folder):
    pytest.importorskip("trafilatura")
    (folder / "page.html").write_text(PAGE)
    run = empty("ingest", "page.html", "--publisher", "The Orlen Post")
    for said in (
        "title Bridge falls in Orlen",
        "author Ana Ruiz",
        "published 2024-08-09",
        "https://example.org/bridge",
    ):
        assert said in run.err
    assert "publisher" not in run.err
    source = table(empty, "source", "list")[0]
    assert (source["publisher"], source["author"], source["published"], source["url"]) == (
        "The Orlen Post",
        "Ana Ruiz",
        "2024-08-09",
        "https://example.org/bridge",
    )
    other = ingest(empty, folder, FERRY, published="2 September 2025")
    assert "--published '2 September 2025' is read as 2025-09-02" in other.err
    assert "2025-08-31" in [one["date"] for one in drafts(empty)]


def test_without_a_day_of_publication_relative_dates_are_listed_with_their_sentence(empty, folder):
    run = ingest(empty, folder, FERRY + "\nThe harbour opened in June 1931.\n", published=None)
    assert run.code == 0
    assert "unresolved: “Sunday” in “A ferry sank off Port Amber on Sunday" in run.err
    assert "give it with --published DATE" in run.err
    assert [one["date"] for one in drafts(empty)] == ["1931-06"]
    later = ingest(empty, folder, FERRY + "\nThe harbour opened in June 1931.\n")
    assert "now with its day of publication" in later.err
    assert sorted(one["date"] for one in drafts(empty)) == ["1931-06", "2024-03", "2025-08-31", "2025-09-01"]


def test_standard_input_and_a_folder_are_read(empty, folder):
    run = empty("ingest", "-", "--published", "2025-09-02", stdin=FERRY)
    assert (run.code, len(drafts(empty))) == (0, 3)
    for name, text in (
        ("b/two.md", TOLL),
        ("a/one.txt", "A mine closed in May 2020."),
        (".hidden.txt", "x"),
        ("c.png", "x"),
    ):
        path = folder / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    run = empty("ingest", "articles", "--published", "2025-09-03")
    assert [line.split(":")[0] for line in run.err.splitlines() if line.startswith("articles")] == [
        str(Path("articles", "a", "one.txt")),
        str(Path("articles", "b", "two.md")),
    ]
    assert [row[0] for row in rows(empty, "SELECT count(*) FROM batch WHERE command = 'ingest'")] == ["2"]


class Screen(io.StringIO):
    def __init__(self, *, is_terminal):
        super().__init__()
        self.isatty = lambda: is_terminal


@pytest.mark.parametrize(
    ("is_terminal", "seconds", "is_shown"), [(True, 2, True), (True, 0.5, False), (False, 9, False)]
)
def test_progress_is_shown_on_a_terminal_when_it_takes_longer_than_a_second(
    is_terminal, seconds, is_shown, monkeypatch
):
    screen = Screen(is_terminal=is_terminal)
    monkeypatch.setattr(sys, "stderr", screen)
    times = iter([0.0, *[seconds] * 9])
    monkeypatch.setattr(articles.time, "monotonic", lambda: next(times))
    with articles.Progress(4) as progress:
        for name in ("a.txt", "b.txt"):
            progress.begin(name)
        progress.within(0.5)
    assert ("] 1/4 b.txt" in screen.getvalue()) is is_shown
    assert screen.getvalue().endswith("\r\x1b[K") is is_shown


# --- nothing is doubled ---


def test_the_same_article_changes_nothing_whatever_became_of_its_drafts(empty, folder):
    ingest(empty, folder, FERRY)
    empty("review", "--accept", "1")
    empty("edit", SANK, "--title", "Ferry goes down", "--when", "2025-08")
    empty("review", "--reject", "2")
    empty("review", "--merge", "3", "--into", "Ferry goes down")
    before = everything(empty)
    for options in ((), ("--url", "https://example.org/other"), ("--title", "Another title")):
        run = ingest(empty, folder, FERRY, *options)
        assert "known already as ferry-sinks-" in run.err
    assert everything(empty) == before
    assert rows(empty, "SELECT count(*) FROM batch WHERE command = 'ingest'") == [("1",)]


def test_another_day_of_publication_for_a_known_article_points_to_anchor(empty, folder):
    ingest(empty, folder, FERRY)
    run = ingest(empty, folder, FERRY, published="2025-08-12")
    assert "it was published 2025-09-02; to correct that: timeline anchor ferry-sinks-" in run.err


def test_a_changed_text_at_the_same_address_is_a_new_version_that_says_what_moved(empty, folder):
    address = ("--url", "https://example.org/ferry")
    ingest(empty, folder, FERRY, *address)
    empty("review", "--accept-all")
    changed = FERRY.replace("Ferry sinks\n", "Ferry sinks, correction\n").replace("14 people", "15 people")
    run = ingest(empty, folder, changed, "--url", "HTTPS://example.org/ferry/?utm_source=x")
    assert "a new version of ferry-sinks-" in run.err
    assert "1 draft, 1 claim" in run.err
    assert "2 known before" in run.err
    assert "0 in place, 2 moved, 2 gone" in run.err
    assert f"gone: “A ferry sank off Port Amber on Sunday, killing 14 people” ({SANK})" in run.err
    assert [(one["looks_like"], one["title"]) for one in drafts(empty)] == [
        (SANK, "A ferry sank off Port Amber, killing 15 people")
    ]
    old, new = rows(empty, "SELECT uid, canonical_url, revision_of_id, body IS NOT NULL FROM source ORDER BY id")
    assert (old[1], old[2], new[1], new[2]) == ("", "", "https://example.org/ferry", "1")
    cited = rows(empty, "SELECT s.uid, count(*) FROM citation c JOIN source s ON s.id = c.source_id GROUP BY s.uid")
    assert dict(cited)[old[0]] == "4"
    edited = empty("source", "edit", "https://example.org/ferry", "--publisher", "Post")
    assert edited.err == f"changed {new[0]}\n"  # a write by the address means the newest
    again = ingest(empty, folder, FERRY, *address)
    assert "known already as" in again.err
    assert "known already as" in ingest(empty, folder, changed, *address).err


def test_what_was_rejected_is_not_proposed_again_in_any_version(empty, folder):
    address = ("--url", "https://example.org/ferry")
    ingest(empty, folder, FERRY, *address)
    assert empty("review", "--reject", "1,2,3").code == 0
    run = ingest(empty, folder, FERRY + "\nThe harbour opened in June 1931.\n", *address)
    assert "3 known before, 3 of them rejected" in run.err
    assert [one["date"] for one in drafts(empty)] == ["1931-06"]


def test_one_of_two_drafts_of_the_same_words_is_rejected_alone(empty, folder):
    text = "For the third time in two years, Maria Okafor and Juan Prado met in Lisbon on Monday.\n"
    ingest(empty, folder, text, "--url", "https://example.org/met")
    same = [one for one in drafts(empty) if one["title"].startswith("Earlier")]
    assert len(same) == 2
    empty("review", "--reject", same[0]["id"])
    ingest(empty, folder, text + "\nA mine closed in May 2020.\n", "--url", "https://example.org/met")
    assert [one["title"] for one in drafts(empty) if one["title"].startswith("Earlier")] == [same[1]["title"]]


def test_an_event_removed_by_hand_is_not_proposed_again(empty, folder):
    ingest(empty, folder, FERRY, "--url", "https://example.org/ferry")
    empty("review", "--accept-all")
    empty("rm", SANK)
    ingest(empty, folder, FERRY + "\nA mine closed in May 2020.\n", "--url", "https://example.org/ferry")
    assert [one["date"] for one in drafts(empty)] == ["2020-05"]


def test_a_known_passage_with_a_further_figure_gives_a_draft_that_only_adds_the_figure(empty, folder):
    text = "A ferry sank off Port Amber on Sunday. Police said {} were rescued.\n"
    ingest(empty, folder, text.format("many people"), "--url", "https://example.org/f")
    empty("review", "--accept-all")
    before = table(empty, "list")
    ingest(empty, folder, text.format("31 people"), "--url", "https://example.org/f")
    if drafts(empty):  # the figure is new, the happening is not
        empty("review", "--accept-all")
    assert [row["title"] for row in table(empty, "list")] == [row["title"] for row in before]


# --- two articles, one event ---


def test_two_articles_about_one_event_are_one_event_with_two_citations_and_their_figures_conflict(empty, folder):
    ingest(empty, folder, FERRY)
    run = ingest(empty, folder, TOLL, name="toll.txt", published="2025-09-03")
    assert "1 looks like a known event" in run.err
    done = empty("review", "--accept-all")
    assert f"merged a-ferry-sank-off-port-amber into {SANK}" in done.err
    assert len(table(empty, "list", "--text", "ferry")) == 1
    assert rows(empty, f"SELECT count(*) FROM event_sources WHERE event_uid = '{SANK}'") == [("2",)]
    figures = table(empty, "claims", "--attribute", "killed")
    assert sorted((one["event"], one["min"], one["by"]) for one in figures) == [
        (SANK, "14", "coast-guard"),
        (SANK, "22", "police"),
    ]
    assert "22" in empty("conflicts").out
    assert len(drafts(empty)) == 0


def test_accepting_in_the_other_order_ends_in_one_event_too(empty, folder):
    ingest(empty, folder, FERRY)
    ingest(empty, folder, TOLL, name="toll.txt", published="2025-09-03")
    second = next(one for one in drafts(empty) if one["source"].startswith("ferry-disaster"))
    assert "it looks like" in empty("review", "--accept", second["uid"]).err
    empty("review", "--merge", "1", "--into", second["uid"])
    empty("review", "--accept-all")
    assert len(table(empty, "list", "--text", "ferry")) == 1


def test_articles_ingested_together_are_matched_with_each_other(empty, folder):
    (folder / "one.txt").write_text(FERRY)
    (folder / "two.txt").write_text(TOLL)
    empty("ingest", "one.txt", "two.txt", "--published", "2025-09-02")
    empty("review", "--accept-all")
    assert len(table(empty, "list", "--text", "ferry")) == 1
    assert empty("undo").code == empty("undo").code == 0
    assert rows(empty, "SELECT count(*) FROM source") == [("0",)]


def test_an_event_put_down_by_hand_since_is_found_too(empty, folder):
    ingest(empty, folder, FERRY)
    empty("add", "A ferry sinks off Port Amber, 14 killed", "--when", "2025-08-31", "--place", "Port Amber")
    done = empty("review", "--accept-all")
    assert "into a-ferry-sinks-off-port-amber-14-killed" in done.err


def test_on_the_first_chronology_most_drafts_look_like_its_events(demo, folder):
    text = (
        "Both leaders, Vladimir Putin and Kim Jong Un, met in Beijing on Wednesday.\n\n"
        "China held one of its largest military parades on Wednesday.\n\n"
        "Russia began a full-scale invasion of Ukraine in February 2022.\n\n"
        "In January, Western officials said at least 1,000 were killed in just three months.\n"
    )
    ingest(demo, folder, text, published="2025-09-03")
    found = drafts(demo)
    looking = [one for one in found if one["looks_like"]]
    assert len(looking) >= 0.6 * len(found)
    events = len(table(demo, "list"))
    demo("review", "--accept-all")
    assert len(table(demo, "list")) < events + len(found) / 2
    assert demo("db", "check").code == 0


# --- verdicts ---


def test_a_rejected_draft_takes_the_actors_with_it_that_were_made_for_it_alone(empty, folder):
    text = FERRY + "\nOkafor flew to Lisbon on Tuesday.\n"
    ingest(empty, folder, text, published="2025-09-03")
    empty("actor", "edit", "coast-guard", "--note", "checked by hand")
    okafor = [one["id"] for one in drafts(empty) if "Okafor" in one["title"]]
    assert len(okafor) == 2
    empty("review", "--reject", okafor[0])
    assert "maria-okafor" in [one["uid"] for one in table(empty, "actor", "list")]
    empty("review", "--reject", okafor[1])
    assert "maria-okafor" not in [one["uid"] for one in table(empty, "actor", "list")]
    empty("review", "--reject", "1")
    assert "coast-guard" in [one["uid"] for one in table(empty, "actor", "list")]  # a person wrote on it
    assert empty("undo").code == empty("undo").code == empty("undo").code == 0
    assert "maria-okafor" in [one["uid"] for one in table(empty, "actor", "list")]


def test_new_actors_say_why_they_were_read_so(empty, folder):
    ingest(empty, folder, FERRY)
    notes = dict(rows(empty, "SELECT uid, note FROM actor"))
    assert notes["maria-okafor"].startswith("Proposed by an ingest: ")


def test_the_less_sure_are_left_open(empty, folder):
    ingest(empty, folder, FERRY)
    done = empty("review", "--accept-all", "--min-confidence", "0.8")
    assert "2 accepted, 0 merged, 1 draft less sure left" in done.err
    assert [one["uid"] for one in drafts(empty)] == [SANK]
    assert [one["uid"] for one in table(empty, "review", "--list", "--min-confidence", "0.8")] == []


@pytest.mark.parametrize("way", [("--accept", "1", "--accept", "2"), ("--accept", "1", "2"), ("--accept", "1,2")])
def test_several_drafts_are_named_in_any_way_and_are_one_batch(empty, folder, way):
    ingest(empty, folder, FERRY)
    assert empty("review", *way).code == 0
    assert len(table(empty, "list")) == 2
    empty("undo")
    assert len(drafts(empty)) == 3


def test_one_that_is_no_draft_refuses_all_of_the_call(empty, folder):
    ingest(empty, folder, FERRY)
    empty("review", "--accept", "2")
    for verb, named, why in (
        ("--accept", "2", "it was accepted already"),
        ("--reject", "77", "there is no draft of that uid or number"),
        ("--merge", "3", "it looks like no event"),
        ("--accept", "president-maria-okafor-visited-the-harbour", "it is confirmed already"),
    ):
        run = empty("review", verb, "1", named) if verb != "--merge" else empty("review", verb, named)
        assert run.code == 81, run
        assert why in run.err
    assert len(drafts(empty)) == 2


def test_a_merge_brings_what_the_event_lacks_and_keeps_what_it_has(empty, folder):
    empty("add", "A sinking", "--actor", "Amber Lines:owner", "--new", "--tag", "sea")
    ingest(empty, folder, FERRY)
    empty("edit", SANK, "--tag", "ferry", "--actor", "Amber Lines:operator", "--actor", "Coast guard:witness")
    empty("review", "--merge", "1", "a-sinking")
    shown = json.loads(empty("show", "a-sinking", "--format", "json").out)
    assert shown["event"]["edtf"] == "2025-08-31"
    assert sorted(shown["event"]["tags"]) == ["ferry", "sea"]
    assert sorted((one["actor"]["uid"], one["role"]) for one in shown["participants"]) == [
        ("amber-lines", "owner"),
        ("coast-guard", "witness"),
    ]
    assert [one["accepted"] for one in shown["citations"]] == [True]
    assert len(shown["claims"]) == 1
    empty("undo")
    assert len(drafts(empty)) == 3
    assert json.loads(empty("show", "a-sinking", "--format", "json").out)["event"]["edtf"] is None


def test_review_without_a_terminal_says_what_to_use(empty, folder):
    ingest(empty, folder, FERRY)
    run = empty("review")
    assert run.code == 82
    assert "--list" in run.err


def test_a_draft_put_down_by_hand_is_reviewed_too_and_a_rejected_import_stays_rejected(empty, folder):
    empty("add", "A rumour", "--when", "2024", "--status", "draft")
    run = ingest(empty, folder, FERRY, "--dry-run", "-o", "drafts.jsonl")
    assert run.out == ""
    empty("import", "drafts.jsonl")
    assert len(drafts(empty)) == 4
    assert empty("review", "--reject", SANK, "a-rumour").code == 0
    assert "known already" in ingest(empty, folder, FERRY).err
    empty("review", "--accept-all")
    assert len(table(empty, "list")) == 2


# --- dry run ---


def test_a_dry_run_is_what_import_takes_and_writes_nothing(empty, folder):
    (folder / "two.txt").write_text(TOLL)
    before = everything(empty)
    (folder / "one.txt").write_text(FERRY)
    run = empty("ingest", "one.txt", "two.txt", "--published", "2025-09-02", "--dry-run")
    records = [json.loads(line) for line in run.out.splitlines()]
    assert records[0] == {"timeline": 1}
    bodies = {one["uid"]: one["body"] for one in records if one.get("record") == "source"}
    assert len(bodies) == 2
    cited = [one for record in records for one in record.get("citations", ())]
    cited += [record["citation"] for record in records if "citation" in record]
    assert cited
    assert all(bodies[one["source"]][one["start"] : one["end"]] == one["quote"] for one in cited)
    assert everything(empty) == before
    (folder / "drafts.jsonl").write_text(run.out)
    assert empty("import", "drafts.jsonl").code == 0
    assert len(table(empty, "list", "--status", "draft")) == 4
    again = empty("import", "drafts.jsonl")
    assert "new" not in again.err


def test_a_dry_run_works_without_a_database(timeline, folder):
    run = ingest(timeline, folder, FERRY, "--dry-run")
    assert (run.code, len(run.out.splitlines()) > 5) == (0, True)
    assert not (folder / "timeline.db").exists()


def test_a_dry_run_beside_the_first_chronology_never_changes_its_events(demo, folder):
    text = "Vladimir Putin and Kim Jong Un met in Beijing on Wednesday. Beijing talks. The Kursk incursion began in August 2024.\n"
    run = ingest(demo, folder, text, "--dry-run", "-o", "d.jsonl", published="2025-09-03")
    assert run.code == 0
    before = {row["uid"]: row for row in table(demo, "list")}
    assert demo("import", "d.jsonl").code == 0
    assert {row["uid"]: row for row in table(demo, "list")} == before


def test_an_export_of_versions_and_drafts_loses_nothing(empty, folder):
    ingest(empty, folder, FERRY, "--url", "https://example.org/ferry")
    ingest(empty, folder, FERRY.replace("14", "15"), "--url", "https://example.org/ferry")
    before = empty("export", "--format", "jsonl", "--status", "all", "-o", "all.jsonl")
    assert before.code == 0
    empty("init", "--db", "other.db")
    assert empty("import", "all.jsonl", "--db", "other.db").code == 0
    other = empty("export", "--format", "jsonl", "--status", "all", "--db", "other.db").out
    plain = lambda text: [{k: v for k, v in json.loads(line).items() if k != "rev"} for line in text.splitlines()]  # noqa: E731
    assert plain(other) == plain((folder / "all.jsonl").read_text())
    assert '"revision_of": "ferry-sinks-' in other or '"revision_of":"ferry-sinks-' in other


# --- bad input ---


def pdf(folder, name, *, password=None):
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    with (folder / name).open("wb") as file:
        writer.write(file)


def test_what_cannot_be_read_is_one_sentence_and_writes_nothing(empty, folder):
    pdf(folder, "locked.pdf", password="x")
    pdf(folder, "scanned.pdf")
    (folder / "empty.txt").write_text("")
    (folder / "spaces.txt").write_text(" \n ")
    (folder / "nothing.html").write_text("<html><body><script>1</script></body></html>")
    (folder / "bytes.txt").write_bytes(bytes(range(256)) * 40)
    with (folder / "large.txt").open("wb") as file:
        file.truncate(101 * 1024 * 1024)
    (folder / "folder").mkdir()
    for name, code, said in (
        ("locked.pdf", 74, "encrypted"),
        ("scanned.pdf", 75, "scanned"),
        ("empty.txt", 70, "empty"),
        ("spaces.txt", 70, "empty"),
        ("nothing.html", 73, "no text"),
        ("bytes.txt", 72, "not text"),
        ("large.txt", 71, "101 MB"),
        ("folder", 79, "no file that can be ingested"),
        ("missing.txt", 12, "cannot read"),
    ):
        run = empty("ingest", name, "--published", "2025-09-02")
        assert run.code not in {0, 1, 2}, (name, run)
        if name != "missing.txt":
            assert run.code == code, (name, run)
        assert said in run.err, (name, run)
        assert name in run.err
        assert len(run.err.splitlines()) <= 2
    assert rows(empty, "SELECT count(*) FROM batch WHERE id > 0") == [("0",)]


def test_an_address_a_later_day_and_wrong_usage_are_refused(empty, folder):
    run = ingest(empty, folder, FERRY, published="2025-12-01")
    assert run.code == 78
    assert "2025-12-01, lies after today, 2025-09-04" in run.err
    assert ingest(empty, folder, FERRY, published="2025").code == 0
    empty("undo")
    assert "nothing is fetched" in empty("ingest", "https://example.org/a").err
    assert empty("ingest", "article.txt", "--access", "secret").code == 2
    assert empty("ingest", "article.txt", "--format", "rtf").code == 2
    assert empty("ingest", "article.txt", "-o", "x.jsonl").code == 2
    (folder / "b.txt").write_text(TOLL)
    assert "of one article" in empty("ingest", "article.txt", "b.txt", "--url", "https://example.org").err
    assert rows(empty, "SELECT count(*) FROM event") == [("0",)]


def test_of_several_files_all_are_named_that_cannot_be_read_and_nothing_is_written(empty, folder):
    (folder / "good.txt").write_text(FERRY)
    (folder / "empty.txt").write_text("")
    (folder / "bytes.txt").write_bytes(bytes(range(256)) * 40)
    run = empty("ingest", "good.txt", "empty.txt", "bytes.txt", "--published", "2025-09-02")
    assert run.code == 80
    assert "empty.txt: the file is empty" in run.err
    assert "bytes.txt: the file is damaged" in run.err
    assert "2 of 3 files cannot be read; nothing was written" in run.err
    assert rows(empty, "SELECT count(*) FROM event") == [("0",)]
    run = empty("ingest", "good.txt", "empty.txt", "--published", "2025-09-02", "--keep-going")
    assert run.code == 80
    assert "the others were ingested" in run.err
    assert len(drafts(empty)) == 3


def test_a_secret_article_makes_secret_drafts(empty, folder):
    ingest(empty, folder, FERRY, "--access", "confidential")
    empty("review", "--accept-all")
    assert '"record": "event"' not in empty("export", "--format", "jsonl").out.replace('":"', '": "')
    assert {one["access"] for one in table(empty, "list")} == {"confidential"}


YEARS = (
    "On {day} May {year} a fire destroyed a mill in Port {town}, killing {day} people.\n\n"
    "President Ada Lovelace visited Port {town} on {day} June {year}.\n\n"
)


@pytest.fixture
def long_text(monkeypatch):
    """A text that is taken in several stretches."""
    from timeline.ingest import proposing

    monkeypatch.setattr(proposing, "STRETCH", 300)
    towns = ("Alba", "Brae", "Corr")
    return "".join(YEARS.format(day=n, year=2000 + n, town=towns[n % 3]) for n in range(1, 13))


def test_a_long_text_is_one_batch_with_each_name_once_and_the_second_time_nothing(empty, folder, long_text):
    run = ingest(empty, folder, long_text)
    assert (run.code, run.out) == (0, "")
    assert "24 drafts, 12 claims, 1 new actor" in run.err
    assert len(drafts(empty)) == 24
    assert rows(empty, "SELECT name FROM actor") == [("Ada Lovelace",)]
    assert sorted(rows(empty, "SELECT name FROM place")) == [("Port Alba",), ("Port Brae",), ("Port Corr",)]
    assert rows(empty, "SELECT count(*) FROM batch WHERE command = 'ingest'") == [("1",)]
    for quote, start in rows(empty, "SELECT quote, quote_start FROM citation"):
        assert long_text[int(start) :].startswith(quote)
    before = everything(empty)
    assert "nothing changed" in ingest(empty, folder, long_text).err
    assert everything(empty) == before


def test_a_later_stretch_that_cannot_be_written_leaves_nothing_of_the_text(empty, folder, long_text, monkeypatch):
    from timeline.errors import RowRefused
    from timeline.store import load

    calls = []

    def failing(*args, **how):
        calls.append(args)
        if len(calls) == 3:
            raise RowRefused("event", "no room")
        return apply(*args, **how)

    apply = load.apply
    monkeypatch.setattr(load, "apply", failing)
    before = everything(empty)
    run = ingest(empty, folder, long_text)
    assert run.code != 0
    assert "no room" in run.err
    assert everything(empty) == before


def test_a_long_dry_run_gives_the_drafts_that_the_ingest_puts_down(empty, folder, long_text):
    dry = ingest(empty, folder, long_text, "--dry-run")
    records = [json.loads(line) for line in dry.out.splitlines()]
    assert sum(one.get("record") == "source" for one in records) == 1
    planned = {one["uid"] for one in records if one.get("record") in {"event", "claim", "actor", "place"}}
    ingest(empty, folder, long_text)
    there = "SELECT uid FROM event UNION SELECT uid FROM claim UNION SELECT uid FROM actor UNION SELECT uid FROM place"
    assert planned == {uid for (uid,) in rows(empty, there)}


def test_a_stretch_looks_like_events_that_were_there_and_not_like_its_own_text(empty, folder, long_text):
    text = long_text + long_text.replace("2004", "2054")
    empty("add", "A fire destroyed a mill in Port Brae", "--when", "2010-05-10")
    run = ingest(empty, folder, text)
    assert run.code == 0, run.err
    looks = rows(empty, "SELECT DISTINCT looks_like_id FROM proposal WHERE looks_like_id IS NOT NULL")
    assert looks == [("1",)]


def test_a_known_group_is_not_proposed_again_under_other_capitals(empty, folder):
    empty("actor", "add", "The West", "--kind", "group")
    assert ingest(empty, folder, "Ukraine and the West signed a treaty on Monday.\n").code == 0
    assert ("the West",) not in rows(empty, "SELECT name FROM actor")
    assert rows(
        empty, "SELECT count(*) FROM participation p JOIN actor a ON a.id = p.actor_id WHERE a.name = 'The West'"
    ) == [("1",)]
