"""
How fast the offline page opens and pans with 10,000 events, in a headless Chromium on this machine.

Run it as: python bench/page.py [EVENTS]. Times are those of the page's own thread, from the browser's own metrics, beside the
clock's; frames are counted over a drag of 120 steps.
"""

import importlib.util
import pathlib
import shutil
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).parents[1]


def loaded(name, path):
    found = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def metrics(tab):
    return {one["name"]: one["value"] for one in tab.send("Performance.getMetrics")["metrics"]}


def main():
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    conftest = loaded("conftest", ROOT / "tests" / "page" / "conftest.py")
    tests = loaded("tests", ROOT / "tests" / "page" / "test_in_browser.py")
    folder = pathlib.Path(tempfile.mkdtemp())
    began = time.perf_counter()
    path = tests.written(folder / "page.html", tests.synthetic(number))
    print(f"written   {time.perf_counter() - began:6.2f} s, {path.stat().st_size / 1e6:.2f} MB")
    program = next(found for name in conftest.NAMES if (found := shutil.which(name)))
    browser = conftest.Browser(program, folder / "profile")
    tab = conftest.Tab(browser)
    tab.send("Performance.enable")
    began = time.perf_counter()
    tab.open(path)
    print(f"opened    {time.perf_counter() - began:6.2f} s by the clock, {metrics(tab)['ThreadTime']:.2f} s of work")
    left, top, width, _ = tests.chart_box(tab)
    tab.js("window.times = []; (function step(t) { times.push(performance.now()); requestAnimationFrame(step); })()")
    before, steps = metrics(tab), 120
    tab.mouse("mousePressed", left + width / 2, top + 100, button="left", buttons=1, clickCount=1)
    began = time.perf_counter()
    for n in range(steps):
        tab.mouse("mouseMoved", left + width / 2 - n * 2, top + 100, button="left", buttons=1)
    spent = time.perf_counter() - began
    tab.mouse("mouseReleased", left + width / 2, top + 100, button="left", clickCount=1)
    after = metrics(tab)
    gaps = tab.js("times.slice(1).map((t, n) => t - times[n])")
    gaps = sorted(gaps[-int(len(gaps) * 0.9) :])
    work = (after["ThreadTime"] - before["ThreadTime"]) / max(len(gaps), 1) * 1000
    print(
        f"panned    {steps} steps in {spent:.2f} s; {work:.1f} ms of work a frame, median {gaps[len(gaps) // 2]:.1f} ms apart"
    )
    browser.close()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
