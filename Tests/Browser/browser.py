#!/usr/bin/env python3
"""Use the page of `plimsoll serve` in Chromium, as a person would: sliders, keys, widths, themes, an exported file.

Usage: browser.py PROGRAM [--only NAME ...] [--screenshots FOLDER]

Run by `make browser` in a virtual environment with selenium and axe.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

import axe_core_python
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import fleet
import hostile

MACHINE = "gpu=RTX%203060%2012GB&ram=32GiB"
WIDTHS = (400, 600, 800, 1024, 1280, 1600, 1920)
# Beyond this something hangs; how long a move takes is printed, and no test's matter on a busy machine.
PATIENCE = 60


class Page:
    """A browser with one page."""

    def __init__(self):
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-prefers-reduced-motion",
                      "--force-device-scale-factor=1"):
            options.add_argument(word)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        self.driver.set_script_timeout(PATIENCE)
        self.resize(1280, 900)

    def resize(self, width, height=900):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                    {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def scheme(self, name):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia",
                                    {"features": [{"name": "prefers-color-scheme", "value": name}]})

    def open(self, address):
        self.driver.get("about:blank")
        self.driver.get(address)
        self.wait()

    def wait(self):
        """Until everything that was asked for is drawn."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            if self.run("const root = document.documentElement.dataset; return root.drawn !== undefined && root.drawn === root.move"):
                return
            time.sleep(0.02)
        raise AssertionError("the page is not drawn: " + self.text("body")[:300])

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def text(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector).text

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def problems(self):
        return [found.text for found in self.all(".problem") if found.text]

    def console(self):
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]

    def requests(self):
        found = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                found.append(message["params"]["request"]["url"])
        return found

    def axe(self):
        """What axe finds wrong."""
        path = os.path.join(os.path.dirname(axe_core_python.__file__), "axe.min.js")
        with open(path, encoding="utf-8") as file:
            self.run(file.read())
        return self.driver.execute_async_script("axe.run().then((found) => arguments[0](found.violations))")

    def set(self, key, value):
        """Moves a slider or takes an option, as the control itself tells it."""
        self.run("""const control = document.querySelector(`[data-key="${arguments[0]}"]`); control.value = arguments[1];
                    control.dispatchEvent(new Event(control.tagName === 'SELECT' ? 'change' : 'input', {bubbles: true}));""", key, value)
        if self.run("return document.querySelector(`[data-key=\"${arguments[0]}\"]`).tagName === 'INPUT'"
                    " && document.querySelector(`[data-key=\"${arguments[0]}\"]`).type !== 'range'", key):
            time.sleep(0.5)
        self.wait()


def check(condition, text):
    if not condition:
        raise AssertionError(text)


def check_sections(page, address):
    page.open(address)
    check(not page.problems(), page.problems())
    check(len(page.all("#hulls svg.hull")) == 2, "a card and the main memory")
    check(page.all("#scatter svg circle") and page.all("#cost-chart svg .line.own") and page.all("#capacity-chart svg .line"), "charts")
    check(len(page.all("#picks-table tbody tr")) >= 5, "picks")
    check(len(page.all("#decision-path li.decides")) == 1, "a rule decides")
    check("llama-server" in page.text("#first-command") and "exec llama-server" in page.text("#files"), "commands")


def check_sliders(page, address):
    page.open(address)
    times = []
    for slider in page.all("input[type=range]"):
        key = slider.get_attribute("data-key")
        seen = set()
        for value in range(int(slider.get_attribute("max")) + 1):
            page.set(key, value)
            check(not page.problems(), f"{key} {value}: {page.problems()}")
            seen.add(slider.get_attribute("aria-valuetext"))
            times.append(int(page.run("return document.documentElement.dataset.answerMilliseconds")))
        check(len(seen) == int(slider.get_attribute("max")) + 1 and None not in seen, f"{key}: each step has a name of its own: {seen}")
        check(key in page.driver.current_url, f"{key} is in the address")
        page.set(key, slider.get_attribute("min"))
    times.sort()
    print(f"    {len(times)} moves: median {times[len(times) // 2]} ms, 95th percentile {times[len(times) * 95 // 100]} ms, longest {times[-1]} ms")


def check_state(page, address):
    """A link shows the same."""
    page.open(address)
    page.set("use-case", "coding")
    page.set("users", 3)
    page.all("#picks-table input[type=radio]")[1].click()
    page.wait()
    url, picks, lead = page.driver.current_url, page.text("#picks-table"), page.text("#machine-verdict")
    page.open(url)
    check(page.text("#picks-table") == picks and page.text("#machine-verdict") == lead, "the link shows something else")
    page.open(address + "&token=0123456789abcdef")
    check("token" not in page.driver.current_url, "the token stays in the address")


def check_what_if(page, address):
    page.open(address)
    page.set("add-gpu", "RTX 3090")
    check("With RTX 3090" in page.text("#what-if-sentence"), page.text("#what-if-sentence"))
    check(page.all("#what-if-table tbody tr"), "a table of what changes")
    page.set("add-gpu", "RTX 39")
    check("unknown GPU" in page.text("#what-if-sentence"), page.text("#what-if-sentence"))


def check_keyboard(page, address):
    """Everything is reached by Tab, seen where it is, and answers to keys."""
    page.open(address)
    reached = []
    for _ in range(400):
        page.driver.switch_to.active_element.send_keys(Keys.TAB)
        found = page.run("""const one = document.activeElement; if (one === document.body) return null;
            const style = getComputedStyle(one);
            return [one.dataset.key ?? one.dataset.jump ?? one.name ?? one.textContent.slice(0, 20), style.outlineStyle !== 'none'];""")
        if found is None:
            break
        check(found[1], f"{found[0]} does not show that it has the focus")
        reached.append(found[0])
    keys = page.run("return [...document.querySelectorAll('[data-key]')].map((one) => one.dataset.key)")
    check(not set(keys) - set(reached), f"not reached: {set(keys) - set(reached)}")
    slider = page.all("[data-key=context]")[0]
    slider.send_keys(Keys.ARROW_RIGHT)
    page.wait()
    check("context=2048" in page.driver.current_url, "an arrow moves a slider")
    first = page.all("#picks-table input[type=radio]")[0]
    first.send_keys(Keys.ARROW_DOWN)
    page.wait()
    check("pick=" in page.driver.current_url, "an arrow chooses the next pick")
    check(page.run("return document.activeElement.name") == "pick", "the focus stays in the table")
    page.run("document.querySelector('.skip').focus()")
    page.driver.switch_to.active_element.send_keys(Keys.ENTER)
    check(page.run("return document.activeElement.id") == "picks", "the first link skips to the picks")


def check_widths(page, address):
    for width in WIDTHS:
        page.resize(width)
        page.open(address)
        wide = page.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        outside = page.run("""const limit = document.documentElement.clientWidth + 1;
            return [...document.querySelectorAll('main *')].filter((one) => !one.closest('.scroller, pre, svg')
              && one.getBoundingClientRect().right > limit).map((one) => one.tagName + '#' + one.id + '.' + one.className).slice(0, 5)""")
        check(wide <= 0 and not outside, f"{width} px: {wide} px too wide: {outside}")
    page.resize(1280)


def check_accessibility(page, address):
    for scheme in ("light", "dark"):
        for width in (400, 1280):
            page.scheme(scheme)
            page.resize(width)
            page.open(address + "&add-gpu=RTX%203090")
            found = page.axe()
            check(not found, f"{scheme}, {width} px: " + json.dumps([
                (one["id"], [node["html"][:160] + " " + str(node.get("failureSummary"))[:200] for node in one["nodes"][:3]]) for one in found], indent=1))
    page.scheme("light")
    page.resize(1280)


def check_themes(page, address):
    colours = {}
    for scheme in ("light", "dark"):
        page.scheme(scheme)
        for theme in ("", "light", "dark"):
            page.open(f"{address}&theme={theme}")
            colours[scheme, theme] = page.run("return getComputedStyle(document.documentElement).backgroundColor")
    page.scheme("light")
    day, night = colours["light", ""], colours["dark", ""]
    check(day != night and colours["dark", "light"] == day and colours["light", "dark"] == night, colours)


def check_hostile(page, address):
    origin, fragment = address.split("/#")
    page.open(hostile.serve(origin) + "/#" + fragment)
    page.set("add-ram", 1)
    check(page.run("return window.hostile") is None, "a text was run")
    check(not page.all("b." + hostile.MARK) and not page.all("main img"), "a text became markup")
    check(page.text("main").count(hostile.MARK) > 30, "the texts are not shown as they are")
    page.console()


def check_print(page, address):
    page.open(address)
    page.scheme("dark")
    pdf = page.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})["data"]
    check(len(pdf) > 20_000, "nothing is printed")
    page.scheme("light")


def check_export(page, address, program):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "report.html")
        view = address.split("#")[1] + "&use-case=coding"
        subprocess.run([program, "serve", "--export", path, "--view", view], check=True, capture_output=True)
        print(f"    {os.path.getsize(path):,} bytes")
        page.requests()
        page.open("file://" + path)
        check(not page.problems() and page.all("#hulls svg.hull") and page.all("#cost-chart svg"), page.problems())
        others = [url for url in page.requests() if not url.startswith(("file://", "data:", "about:"))]
        check(not others, f"it asks elsewhere: {others}")
        first = page.text("#picks-table")
        slider = page.all("[data-key=context]")[0]
        check(slider.is_enabled(), "the context can be moved")
        page.set("context", 7)
        check(page.text("#picks-table") != first and not page.text("#picks-sentence").startswith("This file"), "and shows other picks")
        check(not page.console(), page.console())


def check_fleet(page, _, program):
    """Many machines: tiles, what is odd, hostile names of hosts, both themes, a narrow page, keys, and the exported file."""
    with tempfile.TemporaryDirectory() as folder:
        inventory = os.path.join(folder, "inventory")
        fleet.write(inventory, program)
        server = subprocess.Popen([program, "serve", "--port", "0", "--json", "--no-bench", "--fleet", inventory],
                                  stdout=subprocess.PIPE, text=True)
        try:
            origin = json.loads(server.stdout.readline())["address"].rstrip("/")
            check_tiles(page, f"{origin}/#{MACHINE}")
            for scheme in ("light", "dark"):
                for width in (400, 1280):
                    page.scheme(scheme)
                    page.resize(width)
                    page.open(f"{origin}/#{MACHINE}")
                    wide = page.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                    check(wide <= 0, f"{width} px: {wide} px too wide")
                    found = page.axe()
                    check(not found, f"{scheme}, {width} px: {[(one['id'], [node['html'][:160] for node in one['nodes'][:3]]) for one in found]}")
            # What another use case asks is another answer, and a document that is added is read.
            first = page.text("#tiles")
            page.set("use-case", "embedding")
            check(page.text("#tiles") != first, "another use case shows other models")
            fleet.copy(inventory, "late")
            page.open(f"{origin}/#{MACHINE}")
            check(f"{fleet.HOSTS + 1} hosts" in page.text("#fleet-sentence"), page.text("#fleet-sentence"))
            # Texts of documents are hostile too, not only hosts' names.
            page.open(hostile.serve(origin) + f"/#{MACHINE}")
            check(page.run("return window.hostile") is None and not page.all("b." + hostile.MARK), "a text was run")
            check(page.text("#tiles").count(hostile.MARK) > 10, "the texts are not shown as they are")
        finally:
            server.terminate()
            server.wait(20)
        path = os.path.join(folder, "report.html")
        subprocess.run([program, "serve", "--no-bench", "--export", path, "--view", MACHINE, "--fleet", inventory], check=True,
                       capture_output=True)
        page.scheme("light")
        page.resize(1280)
        page.requests()
        page.open("file://" + path)
        check(page.all("#tiles .tile") and not page.problems(), page.problems())
        others = [url for url in page.requests() if not url.startswith(("file://", "data:", "about:"))]
        check(not others, f"it asks elsewhere: {others}")


def check_tiles(page, address):
    page.scheme("light")
    page.resize(1280)
    page.open(address)
    check(not page.problems() and not page.console(), page.problems())
    tiles = page.all("#tiles .tile")
    check(len(tiles) == fleet.CLASSES, f"{len(tiles)} tiles")
    check(f"{fleet.HOSTS} hosts" in page.text("#fleet-sentence") and "odd about 1." in page.text("#fleet-sentence"), page.text("#fleet-sentence"))
    # The level stands in words beside the colour, and differs in the line's style too.
    looks = page.run("""return [...document.querySelectorAll('#tiles .tile')].map((tile) =>
        [tile.className, getComputedStyle(tile).borderLeftStyle, tile.querySelector('.level-text').textContent.split(':')[0]])""")
    check(len({look[0] for look in looks}) >= 2, looks)
    for index in (1, 2):
        check(len({(look[0], look[index]) for look in looks}) == len({look[0] for look in looks}) == len({look[index] for look in looks}), looks)
    odd = page.all("#tiles .odd-host")
    check(len(odd) == 1 and odd[0].text == fleet.ODD + " (odd)" and fleet.ODD in page.text("#tiles ul.odd"), [one.text for one in odd])
    check(hostile.TEXT in page.text("#tiles") and not page.all("b." + hostile.MARK) and page.run("return window.hostile") is None, "a host's name became markup")
    check("1 document could not be read" in page.text("#fleet-skipped"), page.text("#fleet-skipped"))
    page.run("document.querySelector('#fleet-link').focus()")
    page.driver.switch_to.active_element.send_keys(Keys.ENTER)
    check(page.run("return document.activeElement.id") == "fleet", "the link leads to the tiles")
    regions = page.run("return [...document.querySelectorAll('#fleet .scroller')].every((one) => one.tabIndex === 0)")
    check(regions, "tables that scroll are reached by keys")


def screenshots(page, address, folder):
    os.makedirs(folder, exist_ok=True)
    for name, scheme, width, height, selector in (
            ("page-machine", "light", 960, 760, "#machine"), ("page-picks-dark", "dark", 960, 760, "#picks")):
        page.scheme(scheme)
        page.resize(width, height)
        page.open(address)
        page.run("document.querySelector(arguments[0]).scrollIntoView({block: 'start', behavior: 'instant'})", selector)
        time.sleep(0.3)
        page.driver.save_screenshot(os.path.join(folder, name + ".png"))


def main():
    arguments = sys.argv[1:]
    program = os.path.abspath(arguments.pop(0))
    only = arguments[arguments.index("--only") + 1:] if "--only" in arguments else None
    server = subprocess.Popen([program, "serve", "--port", "0", "--json"], stdout=subprocess.PIPE, text=True)
    page = None
    failures = 0
    passed = 0
    try:
        origin = json.loads(server.stdout.readline())["address"].rstrip("/")
        address = f"{origin}/#{MACHINE}"
        page = Page()
        if "--screenshots" in arguments:
            screenshots(page, address, arguments[arguments.index("--screenshots") + 1])
            return 0
        checks = {"sections": check_sections, "state": check_state, "what-if": check_what_if, "keyboard": check_keyboard,
                  "widths": check_widths, "themes": check_themes, "accessibility": check_accessibility, "print": check_print,
                  "hostile": check_hostile, "export": lambda *both: check_export(*both, program),
                  "fleet": lambda *both: check_fleet(*both, program), "sliders": check_sliders}
        for name, run in checks.items():
            if only and name not in only:
                continue
            page.requests()
            try:
                run(page, address)
                if name not in ("export", "hostile", "fleet"):
                    others = [url for url in page.requests() if not url.startswith((origin, "data:", "about:"))]
                    check(not others, f"requests elsewhere: {others}")
                    # An unknown card is answered with 400, which Chromium notes.
                    said = [line for line in page.console() if not (name == "what-if" and "400" in line)]
                    check(not said, f"the console says {said}")
                passed += 1
                print(f"ok      {name}")
            except (AssertionError, WebDriverException) as problem:
                failures += 1
                print(f"FAILED  {name}: {problem}")
    finally:
        if page:
            page.driver.quit()
        server.terminate()
        server.wait(20)
    print(f"{passed} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
