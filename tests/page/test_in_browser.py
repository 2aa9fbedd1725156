"""The page in a real browser: what it shows and does, and that it does nothing else."""

import base64
import datetime
import json
import os
import pathlib
import random

import pytest

from timeline.edtf import bounds, parse, sort_key
from timeline.formats import page, types

ROOT = pathlib.Path(__file__).parents[2]
AXE = ROOT / "page" / "node_modules" / "axe-core" / "axe.min.js"
HOSTILE = '</script><img src=x onerror="window.hurt=1"><!--<script>window.hurt=2</script>'


def event(uid, date, **more):
    return {"uid": uid, "title": more.pop("title", uid), "date": date, "status": "confirmed", **more}


def actor(name, role="participant"):
    return {"actor": {"uid": name.lower(), "name": name, "kind": "person"}, "role": role}


def cited(**more):
    source = {
        "uid": "paper",
        "title": "The Paper",
        "url": "https://example.org/a",
        "archive_url": "https://web.archive.example/a",
    }
    return {"source": source | more.pop("source", {}), "stance": "supports", **more}


def claim(by, low, **more):
    return {
        "uid": f"c-{by}",
        "attribute": "killed",
        "qualifier": "exact",
        "min": low,
        "max": low,
        "unit": "people",
        "by": {"uid": by, "name": by},
        **more,
    }


SMALL = [
    event(
        "siege",
        "2023-11/2024-03",
        title="A siege",
        participants=[actor("Anna", "agent"), actor("Boris")],
        tags=["war"],
        links=[{"kind": "causes", "to": {"uid": "talks", "title": "Talks"}}],
    ),
    event(
        "talks",
        "2024-06",
        title="Talks",
        participants=[actor("Anna")],
        tags=["law"],
        place={"uid": "minsk", "name": "Minsk"},
        citations=[
            cited(
                quote="They met last June.",
                phrase="last June",
                anchor="2025-01-02",
                anchor_kind="publication",
                rule="month-last",
                date="2024-06",
                accepted=True,
            )
        ],
        linked_from=[{"kind": "causes", "from": {"uid": "siege", "title": "A siege"}}],
    ),
    event(
        "strike",
        "2024-06-19",
        title="A strike",
        status="disputed",
        participants=[actor("Boris")],
        tags=["war"],
        claims=[claim("Army", 12), claim("Ministry", 40)],
    ),
    event("hebrew", "2024-08-01", title="פגישה בירושלים (2024)", tags=["law"]),
    event(
        "hostile",
        "2024-09",
        title=HOSTILE,
        summary=HOSTILE,
        participants=[actor(HOSTILE)],
        tags=[HOSTILE],
        citations=[
            cited(
                quote=HOSTILE,
                source={
                    "uid": "bad",
                    "title": HOSTILE,
                    "url": "javascript:window.hurt=3",
                    "archive_url": 'https://e.org/"onmouseover="window.hurt=4',
                },
            )
        ],
    ),
    event("undated", None, title="Nobody knows when"),
]


def written(path, events, title="A chronology"):
    text = "".join(
        page.write_whole(iter(events), types.Losses(), types.Context(title, "2026-01-02T03:04:05Z", "", "1"))
    )
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return written(tmp_path_factory.mktemp("page") / "small.html", SMALL)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    return written(tmp_path_factory.mktemp("page") / "many.html", synthetic(10_000))


def synthetic(number):
    chance = random.Random(3)
    dates = []
    for _ in range(number):
        day = datetime.date(2010, 1, 1) + datetime.timedelta(chance.randrange(5800))
        later = day + datetime.timedelta(chance.randrange(1, 90))
        dates.append(
            chance.choice(
                (day.isoformat(), day.isoformat(), day.isoformat()[:7], f"{day}/{later}", f"{day.isoformat()[:7]}~")
            )
        )
    dates.sort(key=lambda one: sort_key(bounds(parse(one))))
    names = [f"Actor {n}" for n in range(60)]
    return [
        event(
            f"event-{n}",
            date,
            title=f"Something of note happens at the bridge, number {n}",
            summary="Two sentences of summary. " * 4,
            participants=[actor(name, "agent") for name in chance.sample(names, 3)],
            tags=[f"tag-{n % 12}"],
            place={"uid": f"p{n % 20}", "name": f"Place {n % 20}"},
            citations=[
                cited(
                    source={"uid": f"s{n % 40}", "title": f"Paper {n % 40}"},
                    quote="A passage that says so, as long as passages are. " * 2,
                    date=date,
                    phrase="then",
                    rule="edtf",
                )
            ],
        )
        for n, date in enumerate(dates)
    ]


def lines(tab):
    return tab.js("Array.from(document.querySelectorAll('.list .line .title'), e => e.textContent)")


def counts(tab, group):
    return dict(
        tab.js(
            f"Array.from(Array.from(document.querySelectorAll('.facets details')).find(d => d.querySelector('summary').textContent.startsWith({group!r}))"
            ".querySelectorAll('li'), l => [l.querySelector('.name').textContent, Number(l.querySelector('.count').textContent)])"
        )
    )


def choose(tab, value):
    tab.js(f"document.querySelector('.facets input[value={json.dumps(value)}]').click()")
    tab.frames()


def fragment(tab):
    return tab.js("location.hash.slice(1)")


def chart_box(tab):
    return tab.js(
        "(() => { const b = document.querySelector('.chart .marks').getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })()"
    )


def ink(tab, left, right):
    """How much is drawn on the chart between two parts of its width."""
    return tab.js(
        "(() => { const c = document.querySelector('.chart .marks'), w = c.width, h = c.height;"
        f" const d = c.getContext('2d').getImageData(w * {left}, 0, w * {right - left}, h).data;"
        " let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i] > 0 && !(d[i-1] > 200 && d[i-2] > 200)) n++; return n; })()"
    )


def test_nothing_is_asked_of_any_network_and_the_console_is_silent(tab, small):
    tab.open(small)
    choose(tab, "anna")
    assert tab.requests() == [small.as_uri()]
    assert tab.complaints() == []


def test_hostile_texts_are_only_shown(tab, small):
    tab.open(small, "event=hostile")
    assert tab.js("window.hurt") is None
    assert HOSTILE in lines(tab)
    assert tab.js("document.querySelector('.card .sum').textContent") == HOSTILE
    assert tab.js("document.querySelectorAll('img').length") == 0
    assert tab.js(
        "Array.from(document.querySelectorAll('.card a'), a => a.protocol).every(p => ['https:', 'http:', 'mailto:'].includes(p))"
    )
    assert tab.js("document.querySelectorAll('[onmouseover], [onerror]').length") == 0
    assert tab.complaints() == []


def test_the_policy_stops_any_other_script(tab, small):
    tab.open(small)
    tab.js(
        "(() => { const s = document.createElement('script'); s.textContent = 'window.hurt = 5'; document.body.append(s);"
        " const i = document.createElement('img'); i.src = 'https://example.org/x.png'; document.body.append(i); })()"
    )
    tab.frames(10)
    assert tab.js("window.hurt") is None
    assert tab.blocked() == ["csp"]


def test_choices_filter_and_every_choice_has_its_count(tab, small):
    tab.open(small)
    assert len(lines(tab)) == 6
    assert counts(tab, "Tags") | {"war": 2, "law": 2} == counts(tab, "Tags")
    choose(tab, "anna")
    assert lines(tab) == ["A siege", "Talks"]
    assert counts(tab, "Tags") | {"war": 1, "law": 1} == counts(tab, "Tags")
    assert counts(tab, "Actors")["Boris"] == 2  # what one would get by choosing Boris too, or instead
    assert fragment(tab) == "actor=anna"
    choose(tab, "war")
    assert lines(tab) == ["A siege"]


def test_back_and_forward_take_a_filter_back_and_bring_it_again(tab, small):
    tab.open(small)
    choose(tab, "anna")
    choose(tab, "law")
    tab.js("history.back()")
    tab.until("location.hash === '#actor=anna'")
    tab.until("document.querySelectorAll('.list .line').length === 2")
    tab.js("history.forward()")
    tab.until("document.querySelectorAll('.list .line').length === 1")
    assert lines(tab) == ["Talks"]


def test_a_fragment_opens_the_view_that_was_shared(tab, small):
    tab.open(small, "actor=boris&lanes=tag&event=strike&text=strike")
    assert lines(tab) == ["A strike"]
    assert tab.js("document.querySelector('.lanes select').value") == "tag"
    assert tab.js("document.querySelector('.tools input').value") == "strike"
    assert "12 people" in tab.js("document.querySelector('.card').textContent")


def test_words_are_found_in_quotes_and_without_accents_or_case(tab, small):
    tab.open(small, "text=MET%20j%C3%BCne")
    assert lines(tab) == ["Talks"]
    tab.open(small, "text=accepted")  # a label of the card, not a word of the event
    assert lines(tab) == []


def test_possibly_and_certainly_in_a_window_differ(tab, small):
    tab.open(small, "since=2024-06-10&until=2024-06-30")
    assert lines(tab) == ["Talks", "A strike"]
    tab.open(small, "since=2024-06-10&until=2024-06-30&certainly=1")
    assert lines(tab) == ["A strike"]


def test_a_card_tells_date_reason_roles_sources_and_figures_side_by_side(tab, small):
    tab.open(small, "event=talks")
    card = tab.js("document.querySelector('.card').innerText")
    for told in (
        "June 2024",
        "2024-06",
        "last June",
        "2 January 2025",
        "month-last",
        "accepted",
        "They met last June.",
        "The Paper",
        "Minsk",
    ):
        assert told in card
    assert tab.js("Array.from(document.querySelectorAll('.card .cites a'), a => a.href)") == [
        "https://example.org/a",
        "https://web.archive.example/a",
    ]
    tab.js("document.querySelector('.card a[href=\"#e-siege\"]').click()")
    tab.frames()
    assert fragment(tab) == "event=siege"
    assert "agent" in tab.js("document.querySelector('.card').innerText")
    tab.open(small, "event=strike")
    boxes = tab.js(
        "Array.from(document.querySelectorAll('.figures > li'), l => [l.getBoundingClientRect().top, l.innerText])"
    )
    assert boxes[0][0] == boxes[1][0]
    assert "Army" in boxes[0][1]
    assert "Ministry" in boxes[1][1]
    assert "these differ" in tab.js("document.querySelector('.card').innerText")


def test_keys_move_zoom_walk_open_and_close(tab, small):
    tab.open(small)
    tab.js("document.querySelector('.chart .scroll').focus()")
    tab.key("ArrowRight")
    tab.until("location.hash.includes('view=')")
    before = [int(part) for part in fragment(tab).partition("view=")[2].split("_")]
    tab.key("+", "+")
    tab.until(f"location.hash.includes('view=') && !location.hash.includes('{before[0]}_')")
    after = [int(part) for part in fragment(tab).partition("view=")[2].split("_")]
    assert after[1] - after[0] < before[1] - before[0]
    tab.key("0", "0")
    tab.until("!location.hash.includes('view=')")
    tab.key("ArrowDown")
    tab.key("Enter")
    tab.until("document.querySelector('.card') !== null")
    assert tab.js("document.activeElement.classList.contains('line')")
    tab.key("Escape")
    tab.until("!document.querySelector('.card')")
    tab.key("/", "/")
    assert tab.js("document.activeElement.type") == "search"


def test_wheel_and_drag_zoom_and_pan(tab, small):
    tab.open(small)
    left, top, width, height = chart_box(tab)
    tab.mouse("mouseWheel", left + width / 2, top + height / 2, deltaX=0, deltaY=-300)
    tab.until("location.hash.includes('view=')")
    first = [int(part) for part in fragment(tab).partition("view=")[2].split("_")]
    tab.drag(left + width / 2, top + height / 2, left + width / 2 - 200, top + height / 2)
    tab.until(f"!location.hash.includes('{first[0]}_')")
    second = [int(part) for part in fragment(tab).partition("view=")[2].split("_")]
    assert abs((second[1] - second[0]) - (first[1] - first[0])) < 5
    assert abs((second[0] - first[0]) - 200 / width * (first[1] - first[0])) < 0.01 * (first[1] - first[0])


def test_a_mark_opens_its_card_and_a_line_is_marked_on_the_chart(tab, tmp_path):
    tab.open(written(tmp_path / "one.html", [event("one", "2024-06-19"), event("two", "2030")]))
    left, top, _width, _height = chart_box(tab)
    before = ink(tab, 0, 1)
    tab.js("document.querySelector('.list .line').click()")
    tab.frames()
    assert ink(tab, 0, 1) > before
    tab.key("Escape")
    x = tab.js(
        "(() => { const c = document.querySelector('.chart .marks'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        " for (let i = 0; i < c.width * c.height; i++) if (d[i*4+3] > 250 && d[i*4+2] > 120 && d[i*4] < 60) return [i % c.width, Math.floor(i / c.width)]; })()"
    )
    tab.click(left + x[0], top + x[1] + 3)
    tab.until("document.querySelector('.card') !== null")
    assert fragment(tab) == "event=one"


def test_a_mark_opens_its_card_though_it_is_drawn_anew_while_the_button_is_down(tab, tmp_path):
    tab.open(written(tmp_path / "one.html", [event("one", "2024-06-19"), event("two", "2030")]))
    left, top, width, _height = chart_box(tab)
    tab.mouse("mouseMoved", left + width / 2, top + 200)
    x = tab.js(
        "(() => { const c = document.querySelector('.chart .marks'), d = c.getContext('2d').getImageData(0, 16, c.width, 1).data;"
        " for (let i = 0; i < c.width; i++) if (d[i*4+3] > 250 && d[i*4+2] > 120 && d[i*4] < 60) return i; })()"
    )
    tab.mouse("mousePressed", left + x, top + 16, button="left", buttons=1, clickCount=1)
    tab.js("document.querySelector('.chart .scroll').dispatchEvent(new Event('scroll'))")
    tab.frames()
    tab.mouse("mouseReleased", left + x, top + 16, button="left", clickCount=1)
    tab.until("document.querySelector('.card') !== null")


def test_a_finger_goes_through_the_page_and_a_tap_shows_the_card_and_the_way_back(tab, small):
    tab.size(390, 844, mobile=True)
    tab.send("Emulation.setTouchEmulationEnabled", enabled=True)
    tab.open(small)
    left, top, _width, _height = chart_box(tab)

    def touch(kind, *points):
        tab.send("Input.dispatchTouchEvent", type=kind, touchPoints=[{"x": x, "y": y} for x, y in points])

    touch("touchStart", (left + 200, top + 300))
    for n in range(10):
        touch("touchMove", (left + 200, top + 300 - n * 20))
    touch("touchEnd")
    tab.until("window.scrollY > 100")
    assert "view=" not in fragment(tab)
    tab.js("document.querySelector('.chart .scroll').focus()")
    tab.key("ArrowDown")
    tab.key("Enter")
    tab.until("document.querySelector('.card') !== null")
    tab.until(
        "(() => { const b = document.querySelector('li.open').getBoundingClientRect(); return b.top >= 0 && b.top < 700; })()"
    )
    tab.js("document.querySelector('.card .back').click()")
    tab.until(
        "(() => { const b = document.querySelector('.chart').getBoundingClientRect(); return b.top >= 0 && b.bottom <= 844; })()"
    )


def test_whole_shows_what_lies_far_off_when_it_is_asked_again(tab, tmp_path):
    dates = ["Y-10000000", *(f"2024-{month:02d}" for month in range(1, 13))]
    tab.open(written(tmp_path / "far.html", [event(f"e{n}", date) for n, date in enumerate(dates)]))
    tab.js("document.querySelector('.zoom button:nth-child(2)').click()")
    tab.until("document.querySelector('.edge.earlier').hidden && document.querySelector('.edge.later').hidden")
    tab.js("document.querySelector('.zoom button:nth-child(2)').click()")
    tab.until("!document.querySelector('.edge.earlier').hidden")


def test_what_was_always_is_not_called_undated_and_nothing_is_said_to_be_nothing(tab, tmp_path):
    tab.open(written(tmp_path / "always.html", [event("always", "../..")]))
    assert tab.js("document.querySelector('.years h2').textContent") == "At any time"
    tab.open(written(tmp_path / "empty.html", []))
    assert tab.js("document.querySelector('.list .none').textContent") == "This chronology has no event."
    assert (
        tab.js("document.querySelector('.chart .nothing').textContent") == "This chronology has no event with a date."
    )


def test_keys_skip_to_the_chart_and_go_from_line_to_line(tab, small):
    tab.open(small)
    skips = "Array.from(document.querySelectorAll('.skips button'), b => b.textContent)"
    assert tab.js(skips) == ["To the chart", "To the list"]
    tab.js("document.querySelector('.skips button').click()")
    assert tab.js("document.activeElement.getAttribute('role')") == "application"
    tab.js("document.querySelector('.list .line').focus()")
    tab.key("ArrowDown")
    assert tab.js("document.activeElement.querySelector('.title').textContent") == lines(tab)[1]
    tab.key("ArrowUp")
    assert tab.js("document.activeElement.querySelector('.title').textContent") == lines(tab)[0]


def test_a_shared_stretch_of_time_is_where_the_list_begins(tab, many):
    tab.open(many, "view=1577836800_1580515200")
    tab.until("document.querySelector('.list').scrollTop > 1000")


def test_a_title_at_the_right_edge_stays_inside_the_picture(tab, tmp_path):
    tab.open(written(tmp_path / "edge.html", [event("a", "2000"), event("b", "2024-06-19", title="W" * 40)]))
    assert ink(tab, 0.4, 0.8) > 300


def test_forced_colours_reach_the_picture(tab, small):
    tab.media(forced_colors="active", prefers_color_scheme="dark")
    tab.open(small)
    got = tab.js(
        "(() => { const p = document.body.appendChild(document.createElement('p')); p.style.color = 'CanvasText';"
        " const c = getComputedStyle(p).color; p.remove(); return c; })()"
    )
    drawn = tab.js(
        "(() => { const c = document.querySelector('.chart .marks'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        " const found = {}; for (let i = 0; i < d.length; i += 4) if (d[i+3] === 255) { const k = `rgb(${d[i]}, ${d[i+1]}, ${d[i+2]})`; found[k] = 1; }"
        " return Object.keys(found); })()"
    )
    assert got in drawn


def test_no_ink_lies_where_an_event_is_known_not_to_have_been(tab, tmp_path):
    tab.open(
        written(tmp_path / "gap.html", [event("a", "[2001,2009]", title="-")]), "view=978307200_1262304000"
    )  # 2001 to 2009
    assert ink(tab, 0.02, 0.1) > 0
    # Between the two is nothing but the dotted line that joins them.
    assert ink(tab, 0.5, 0.8) / 0.3 < ink(tab, 0.02, 0.1) / 0.08 / 4
    tab.open(written(tmp_path / "late.html", [event("b", "2009-06", title="-")]), "view=978307200_1262304000")
    assert ink(tab, 0, 0.9) == 0


def test_ages_and_minutes_have_their_axis(tab, tmp_path):
    dates = ["Y-13800000000", "-9999", "-0043-03-15", "1066", "2001-09-11", "Y30000000000"]
    tab.open(written(tmp_path / "ages.html", [event(f"e{n}", date) for n, date in enumerate(dates)]))
    assert tab.js("document.querySelector('.years h2').textContent").endswith("billion BC")
    morning = written(tmp_path / "morning.html", [event(f"m{n}", f"2025-09-03T09:{n:02d}:30") for n in range(5)])
    tab.open(morning)
    left, top, width, height = chart_box(tab)
    for _ in range(30):
        tab.mouse("mouseWheel", left + width / 2, top + height / 2, deltaX=0, deltaY=-600)
    tab.until("location.hash.includes('view=')")
    tab.frames(20)
    assert tab.complaints() == []


def test_without_scripts_it_is_a_complete_list_in_order(tab, small):
    tab.send("Emulation.setScriptExecutionDisabled", value=True)
    tab.open(small, wait=False)
    tree = tab.send("DOM.getDocument", depth=-1)["root"]
    root = tree["nodeId"]

    def all_of(selector):
        found = tab.send("DOM.querySelectorAll", nodeId=root, selector=selector)["nodeIds"]
        return [tab.send("DOM.getOuterHTML", nodeId=node)["outerHTML"] for node in found]

    assert len(all_of("main article")) == 6
    assert [text.removeprefix("<h2>").removesuffix("</h2>") for text in all_of("main h2")] == [
        "2023",
        "2024",
        "Undated",
    ]
    assert all_of("article time")[0].startswith('<time datetime="2024-06">June 2024')
    assert len(all_of("article img, article script")) == 0
    assert len(all_of("#app, canvas")) == 0
    shown = base64.b64decode(tab.send("Page.captureScreenshot")["data"])
    assert len(shown) > 20_000  # something is seen


def test_print_is_a_report_of_what_the_filters_show(tab, small):
    tab.open(small, "actor=anna")
    tab.js("window.dispatchEvent(new Event('beforeprint'))")
    tab.send("Emulation.setEmulatedMedia", media="print")
    assert tab.js(
        "Array.from(document.querySelectorAll('.report > *'), e => e.tagName + ' ' + (e.querySelector('h3') ?? e).textContent)"
    ) == [
        "P 2 of 6 events: Actor: Anna",
        "H2 2023",
        "ARTICLE A siege",
        "H2 2024",
        "ARTICLE Talks",
    ]
    assert tab.js("getComputedStyle(document.querySelector('.picture')).display") == "none"
    pdf = base64.b64decode(tab.send("Page.printToPDF")["data"])
    assert pdf.startswith(b"%PDF")


def test_titles_from_right_to_left_stand_as_they_should(tab, small):
    tab.open(small)
    assert tab.js(
        "Array.from(document.querySelectorAll('.line .title')).find(e => e.textContent.startsWith('פ')).matches(':dir(rtl)')"
    )


def test_events_without_a_date_are_in_the_list_alone(tab, small):
    tab.open(small)
    assert tab.js("document.querySelector('.undated').textContent") == "1 without a date: in the list only"
    assert lines(tab)[-1] == "Nobody knows when"


def test_outliers_do_not_squeeze_the_others(tab, tmp_path):
    dates = ["Y-10000000", *(f"2024-{month:02d}" for month in range(1, 13))]
    tab.open(written(tmp_path / "far.html", [event(f"e{n}", date) for n, date in enumerate(dates)]))
    assert tab.js("document.querySelector('.edge.earlier').textContent") == "← 1 earlier"
    assert tab.js("document.querySelector('.edge.later').hidden")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(tab, small, scheme, width):
    if not AXE.exists():
        assert not os.environ.get("CI"), "axe-core is not installed: npm --prefix page ci"
        pytest.skip("axe-core is not installed (npm --prefix page ci); in CI this is an error")
    tab.media(prefers_color_scheme=scheme)
    tab.size(width, 800, mobile=width < 600)
    tab.open(small, "event=strike&tag=war&tag=law")
    if width < 600:
        tab.js("document.querySelector('.side').open = true")
    tab.js(AXE.read_text(encoding="utf-8") + "; 1")
    found = tab.js(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        ".then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 120) + ' ' + n.failureSummary.slice(0, 200))]))"
    )
    assert found == []


def test_no_motion_for_those_who_ask_for_none(tab, small):
    tab.media(prefers_reduced_motion="reduce")
    tab.open(small)
    tab.js("document.querySelector('.zoom button:last-child').click()")
    tab.frames(1)
    tab.until("location.hash.includes('view=')")
    assert tab.js("getComputedStyle(document.querySelector('.line')).transitionDuration") in {"0s", ""}


def work(tab):
    """Seconds the page's own thread has worked, which other programs on the machine do not lengthen as they do the clock."""
    return next(one["value"] for one in tab.send("Performance.getMetrics")["metrics"] if one["name"] == "ThreadTime")


def test_ten_thousand_events_open_in_two_seconds_and_pan_at_fifty_frames_a_second(tab, many):
    tab.send("Performance.enable")
    tab.open(many)
    assert work(tab) < 2
    assert tab.js("document.querySelectorAll('main article').length") == 0
    tab.until("document.querySelectorAll('.list .line').length === 10000")  # made when there was nothing else to do
    left, top, width, _ = chart_box(tab)
    tab.js("window.drawn = 0; (function step() { window.drawn++; requestAnimationFrame(step); })()")
    tab.mouse("mousePressed", left + width / 2, top + 100, button="left", buttons=1, clickCount=1)
    before, frames = work(tab), tab.js("window.drawn")
    for n in range(40):
        tab.mouse("mouseMoved", left + width / 2 - n * 5, top + 100, button="left", buttons=1)
    after, frames = work(tab), tab.js("window.drawn") - frames
    tab.mouse("mouseReleased", left + width / 2 - 200, top + 100, button="left", clickCount=1)
    assert (after - before) / frames < 1 / 50


def test_a_thousand_events_are_less_than_two_megabytes(tmp_path):
    assert written(tmp_path / "thousand.html", synthetic(1000)).stat().st_size < 2_000_000
