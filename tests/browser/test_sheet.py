"""A client's sheet: all of it is in its link, and no link, however broken, does anything but show a sheet."""

import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import (
    CUES,
    DATA,
    DESKTOP,
    GOALS,
    ITEMS,
    MISTAKES,
    ROOT,
    VARIATIONS,
    Once,
    Site,
    build,
    copy_project,
    edit,
    page_of,
    run,
)
from facts.site import settings
from facts.words import curly

CUE, MISTAKE, VARIATION, GOAL = CUES[0], MISTAKES[0], VARIATIONS[0], GOALS[0]
LONGEST = sorted(MISTAKES, key=lambda item: -len(item.title))[:5]
FULL = f"#v=1&fix={','.join(item.id for item in LONGEST)}&as={VARIATIONS[-1].id}&dose={GOAL.id}&side=left"
SIDES = DATA["sheet"]["sides"]
CHOICES = [
    *(
        {
            "name": choice["name"],
            "called": choice["called"],
            "many": choice.get("many", False),
            "ids": [item.id for item in ITEMS.values() if item.kind.id == choice["kind"]],
            "was": [],
        }
        for choice in DATA["sheet"]["choices"]
    ),
    {"name": SIDES["name"], "called": SIDES["name"], "many": False, "ids": list(SIDES["one"]), "was": []},
]
"""What can be chosen, as assets/sheet-link.js wants it."""
MOST = 5
"""How many of what is ticked a sheet holds."""


@pytest.fixture
def codec(browser: Browser) -> Iterator[Page]:
    """An empty page that knows how to make links of sheets, and nothing else."""
    with page_of(browser) as page:
        page.add_script_tag(path=ROOT / "docs" / "assets" / "sheet-link.js")
        yield page


@pytest.fixture
def sheet(home: str, browser: Browser) -> Iterator[Page]:
    """The page that makes and shows sheets, with an eye on what goes wrong."""
    with page_of(browser) as page:
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text))
        page.on("dialog", lambda dialog: wrong.append(dialog.message))
        page.goto(f"{home}/send/")
        yield page
        assert wrong == []


def test_a_coach_ticks_and_a_client_reads(home: str, browser: Browser, sheet: Page) -> None:
    for item in (CUE, MISTAKE, VARIATION, GOAL):
        sheet.get_by_label(curly(item.title), exact=True).check()
    sheet.get_by_label(SIDES["one"]["left"]["title"], exact=True).check()
    sheet.get_by_label("A line of your own").fill("Slow, Sam. See you on Tuesday!")
    expect(sheet.locator(".ready [role=status]")).to_have_text("2 of 5 ticked")
    link = sheet.get_by_role("button", name="Send the link").get_attribute("href") or ""
    assert link == (
        f"#v=1&cue={CUE.id}&fix={MISTAKE.id}&as={VARIATION.id}&dose={GOAL.id}&side=left"
        "&note=Slow%2C%20Sam%2E%20See%20you%20on%20Tuesday%21"
    )
    with page_of(browser) as client:
        client.goto(f"{home}/send/{link}")
        shown = client.locator(".sheet")
        expect(client.locator("h1")).to_contain_text("Your sheet")
        expect(shown.locator(".lead")).to_have_text("Slow, Sam. See you on Tuesday!")
        expect(shown.locator(".amount b")).to_have_text(
            " × ".join(f"{amount.number} {amount.unit}" for amount in GOAL.dose) + ", left side"
        )
        expect(shown.locator("h2")).to_have_text([curly(item.title) for item in (CUE, MISTAKE, VARIATION)])
        expect(shown.locator(".todo")).to_contain_text(curly(next(entry["fix"] for entry in DATA["mistakes"])))
        expect(shown.locator(".todo .image")).to_have_text(curly(next(entry["image"] for entry in DATA["cues"])))
        expect(shown.locator(".pictures .wrong, .pictures .right")).to_have_text(["Wrong", "Right"])
        expect(shown.get_by_role("checkbox")).to_have_count(3)
        expect(shown.locator(".log th")).to_have_count(2 + int(GOAL.dose[0].number.split("–")[-1]))
        assert not client.locator(".choose").is_visible()
        pictures = shown.locator("img")
        expect(pictures).to_have_count(1 + 2 + 1)
        for picture in pictures.all():
            picture.scroll_into_view_if_needed()
            expect(picture).to_have_js_property("complete", True)
            assert picture.evaluate("image => image.naturalWidth > 0")
        shown.get_by_role("link", name="Change it").click()
        expect(client.locator(".choose").get_by_label(curly(MISTAKE.title), exact=True)).to_be_checked()
        expect(client.get_by_label("A line of your own")).to_have_value("Slow, Sam. See you on Tuesday!")


def test_the_link_is_copied_whole(home: str, browser: Browser) -> None:
    with page_of(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(f"{home}/send/")
        page.get_by_label(curly(CUE.title), exact=True).check()
        page.get_by_role("button", name="Send the link").click()
        expect(page.locator(".said")).to_have_text("Link copied")
        assert page.evaluate("navigator.clipboard.readText()") == f"{home}/send/#v=1&cue={CUE.id}"


def test_a_sheet_holds_five_cues_and_mistakes(sheet: Page) -> None:
    boxes = sheet.locator(".choose [type=checkbox]")
    for number in range(5):
        boxes.nth(number).check()
    expect(sheet.locator(".ready [role=status]")).to_have_text("5 ticked. That is all one page holds.")
    expect(boxes.nth(5)).to_be_disabled()
    boxes.nth(0).uncheck()
    expect(boxes.nth(5)).to_be_enabled()


OFFERED = """form => [...form.querySelectorAll('fieldset')].map(choice => ({
  name: choice.name, called: choice.dataset.called, many: 'many' in choice.dataset,
  ids: [...choice.querySelectorAll('input')].map(input => input.value).filter(value => value !== 'none'),
  was: [...choice.querySelectorAll('[data-was]')].map(input => input.value)}))"""


def test_the_form_offers_what_the_data_says(sheet: Page) -> None:
    assert all(choice["ids"] for choice in CHOICES)
    assert sheet.locator(".choose").evaluate(OFFERED) == CHOICES


ROUND_TRIPS = """choices => {
  const all = choices.filter(({many}) => many).flatMap(({name, ids}) => ids.map(id => [name, id]));
  const ones = choices.filter(({many}) => !many);
  const notes = ['', 'Slow & low. 50%? #1 = “you” ✓ é😀'];
  const wrong = [];
  let count = 0;
  const check = chosen => {
    const whole = {...chosen, note: notes[count++ % 2]};
    const read = sheetLink.decode(sheetLink.encode(whole, choices), choices);
    const same = Object.keys(whole).every(name => String(whole[name]) === String(read.chosen[name]));
    if (read.problems.length || !same) wrong.push(sheetLink.encode(whole, choices));
  };
  const pickOnes = (at, chosen) => {
    if (at === ones.length) return check(chosen);
    for (const id of ['', ...ones[at].ids]) pickOnes(at + 1, {...chosen, [ones[at].name]: id});
  };
  const pickMany = (from, picked) => {
    const lists = choices.filter(({many}) => many)
      .map(({name}) => [name, picked.filter(([of]) => of === name).map(([, id]) => id)]);
    pickOnes(0, Object.fromEntries(lists));
    if (picked.length === sheetLink.MOST) return;
    for (let next = from; next < all.length; next++) pickMany(next + 1, [...picked, all[next]]);
  };
  pickMany(0, []);
  return [count, wrong.slice(0, 5)];
}"""


def test_every_combination_that_a_sheet_holds_comes_back(codec: Page) -> None:
    assert codec.evaluate("sheetLink.MOST") == MOST
    many = sum(len(choice["ids"]) for choice in CHOICES if choice["many"])
    of_many = sum(math.comb(many, picked) for picked in range(MOST + 1))
    of_ones = math.prod(1 + len(choice["ids"]) for choice in CHOICES if not choice["many"])
    assert of_many > 100
    assert of_ones > 10
    assert codec.evaluate(ROUND_TRIPS, CHOICES) == [of_many * of_ones, []]


OFFERED_THEN = [
    {"name": "cue", "called": "form cue", "many": True, "ids": ["pelvis-level", "ribs-down"]},
    {"name": "fix", "called": "mistake", "many": True, "ids": ["knee-caving"]},
    {"name": "as", "called": "variation", "many": False, "ids": ["b-stance"]},
    {"name": "dose", "called": "dose", "many": False, "ids": ["for-strength"]},
    {"name": "side", "called": "side", "many": False, "ids": ["left", "right"]},
]
OLD = "#v=1&cue=pelvis-level,ribs-down&fix=knee-caving&as=b-stance&dose=for-strength&side=left&note=Slow%2E"


def test_a_link_that_was_ever_sent_says_the_same(codec: Page) -> None:
    chosen = {
        "cue": ["pelvis-level", "ribs-down"],
        "fix": ["knee-caving"],
        "as": "b-stance",
        "dose": "for-strength",
        "side": "left",
        "note": "Slow.",
    }
    read = codec.evaluate("([address, choices]) => sheetLink.decode(address, choices)", [OLD, OFFERED_THEN])
    assert read == {"chosen": chosen, "problems": []}
    assert codec.evaluate("([chosen, choices]) => sheetLink.encode(chosen, choices)", [chosen, OFFERED_THEN]) == OLD


def test_the_names_that_stand_in_links_stay() -> None:
    """In docs/data/sheet.yml: each link that was ever sent has them."""
    assert {choice["name"] for choice in OFFERED_THEN} <= {choice["name"] for choice in CHOICES}


RENAMED = [
    {"name": "cue", "called": "form cue", "many": True, "ids": ["ribs"], "was": [["chin", "ribs"], ["neck", "ribs"]]},
    {
        "name": "fix",
        "called": "mistake",
        "many": True,
        "ids": ["knee", "chin"],
        "was": [["knees", "knee"], ["neck", "chin"]],
    },
    {"name": "as", "called": "variation", "many": False, "ids": ["wall", "step"], "was": [["box", "step"]]},
    {"name": "dose", "called": "dose", "many": False, "ids": ["hard"], "was": [["wall", "hard"]]},
]
"""Choices of which some had other ids; and a mistake has one now that a cue had before."""
FOLLOWED: dict[str, tuple[str, dict[str, object], list[str]]] = {
    "an old id": ("fix=knees", {"fix": ["knee"]}, []),
    "two old ids of one": ("cue=chin,neck", {"cue": ["ribs"]}, []),
    "an old id and its new one": ("fix=knees,knee&as=box&as=step", {"fix": ["knee"], "as": "step"}, []),
    "an id that another kind has now": ("cue=chin&fix=chin", {"cue": ["ribs"], "fix": ["chin"]}, []),
    "an old id of two kinds": ("fix=neck", {"fix": ["chin"]}, []),
    "what became a thing of another kind": ("as=knees", {"fix": ["knee"]}, []),
    "what is of two kinds by now": ("as=wall&dose=wall", {"as": "wall", "dose": "hard"}, []),
    "what became one where one is chosen": (
        "as=wall&fix=box",
        {"as": "wall"},
        ["The mistake “box” is one more than a sheet holds, so it is left out."],
    ),
    "two of which one can be chosen": (
        "as=wall&as=step",
        {"as": "wall"},
        ["The variation “step” is one more than a sheet holds, so it is left out."],
    ),
    "what is gone": ("fix=toes", {}, ["The mistake “toes” is not in this guide, so it is left out."]),
}


@pytest.mark.parametrize(("parts", "chosen", "problems"), FOLLOWED.values(), ids=FOLLOWED)
def test_a_link_follows_ids_that_have_new_ones(
    codec: Page, parts: str, chosen: dict[str, object], problems: list[str]
) -> None:
    read = codec.evaluate("([address, choices]) => sheetLink.decode(address, choices)", [f"#v=1&{parts}", RENAMED])
    nothing = {"cue": [], "fix": [], "as": "", "dose": "", "note": ""}
    assert read == {"chosen": nothing | chosen, "problems": problems}


def test_a_full_sheet_counts_an_old_id_and_its_new_one_once(codec: Page) -> None:
    ids = [f"cue-{number}" for number in range(MOST)]
    choice = {"name": "cue", "called": "form cue", "many": True, "ids": ids, "was": [["old", ids[0]]]}
    address = f"#v=1&cue={','.join(ids)},old"
    read = codec.evaluate("([address, choices]) => sheetLink.decode(address, choices)", [address, [choice]])
    assert read == {"chosen": {"cue": ids, "note": ""}, "problems": []}


def rename(root: Path) -> None:
    """Build a guide in which a mistake has a new id, and another became a section of its page."""
    copy_project(root)
    for name in ("mistakes", "figures", "feel", "search"):
        path = root / "docs" / "data" / f"{name}.yml"
        path.write_text(path.read_text(encoding="utf-8").replace("knee-caving", "knee-inward"), encoding="utf-8")
    registry = "docs/data/permalinks.yml"
    edit(root, registry, "published:\n", "published:\n- /common-mistakes/arched/\n- /common-mistakes/#arched\n")
    moves = [
        ("/common-mistakes/#arched", "/common-mistakes/#feel"),
        ("/common-mistakes/#knee-caving", "/common-mistakes/#knee-inward"),
        ("/common-mistakes/arched/", "/common-mistakes/"),
        ("/common-mistakes/knee-caving/", "/common-mistakes/knee-inward/"),
    ]
    edit(root, registry, "redirects: {}", "\n  ".join(["redirects:", *(f"{old}: {new}" for old, new in moves)]))
    remembered = run("scripts/permalinks.py", root=root)
    assert remembered.returncode == 0, remembered.stderr
    done = build(root, SITE_URL="http://127.0.0.1/")
    assert done.returncode == 0, done.stderr


def test_a_link_with_an_old_id_shows_what_it_became_and_change_it_sends_the_new_one(
    once: Once, serve: Callable[[Site], str], browser: Browser
) -> None:
    renamed = Site(once("renamed", rename) / "site", "/")
    with page_of(browser) as page:
        page.goto(f"{serve(renamed)}/send/#v=1&fix=knee-caving,knee-inward,arched")
        expect(page.locator(".sheet h2")).to_have_text(["Knee collapsing inward"])
        expect(page.locator(".problem")).to_have_text(["The mistake “arched” is not in this guide, so it is left out."])
        page.get_by_role("link", name="Change it").click()
        expect(page.locator(".choose").get_by_label("Knee collapsing inward")).to_be_checked()
        link = page.get_by_role("button", name="Send the link").get_attribute("href")
        assert link == "#v=1&fix=knee-inward"


# Addresses that nobody should have to open: a function that makes as many as are asked for, the same each time.
HOSTILE = """const hostile = (choices, count) => {
  let state = 5;
  const dice = sides => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % sides;
  };
  const one = list => list[dice(list.length)];
  const known = choices.flatMap(({ids}) => ids);
  const names = [...choices.map(({name}) => name), 'v', 'note', '__proto__', 'constructor', 'toString', '', 'V'];
  const values = ['1', '2', '-1', '', ',', ',,,,', '%', '%E0%A4%A', '%FF%FE', '%00', '\\u202e', 'javascript:alert(1)',
    '<script>window.hacked = 1</script>', '%3Cimg%20src=x%20onerror=%22window.hacked=1%22%3E', '"onload="hacked=1',
    '%3Csvg%2Fonload%3Dwindow.hacked%3D1%3E', '__proto__', 'constructor', 'hasOwnProperty', '//evil.example/x.js',
    '../../evil', ...choices.map(({ids}) => ids[0]), `${known[0]},${known[0]}`, known.join(','),
    'x'.repeat(5000), '%F0%9F%98'.repeat(200), '😀'.repeat(300)];
  const character = () => String.fromCharCode(dice(2) ? 33 + dice(94) : dice(65536));
  const noise = () => Array.from({length: dice(40)}, character).join('');
  const part = () => dice(4) ? `${one(names)}=${one(values)}${dice(3) ? '' : one(values)}` : noise();
  return Array.from({length: count}, () => {
    const parts = Array.from({length: dice(8)}, part);
    return '#' + (dice(3) ? 'v=1&' : '') + parts.join(one(['&', '&', '&&', ';', '=']));
  });
};"""
READ = """choices => {
  const wrong = [];
  let known = 0, notes = 0, problems = 0;
  for (const address of hostile(choices, 10000)) {
    const read = sheetLink.decode(address, choices);
    const {note, ...chosen} = read.chosen;
    const foreign = choices.filter(({name, many, ids}) => many !== Array.isArray(chosen[name])
      || [chosen[name]].flat().some(id => id !== '' && !ids.includes(id)));
    const more = Object.keys(chosen).length !== choices.length || sheetLink.count(chosen, choices) > sheetLink.MOST;
    const long = [...note].length > 140 || /\\p{C}/u.test(note) || read.problems.some(text => text.length > 200);
    if (foreign.length || more || long) wrong.push(address);
    known += Object.values(chosen).flat().filter(Boolean).length;
    notes += note.length > 0;
    problems += read.problems.length;
  }
  return [wrong.slice(0, 5), [known, notes, problems], Object.keys(Object.prototype).length];
}"""


def test_of_ten_thousand_hostile_addresses_only_what_is_known_is_read(codec: Page) -> None:
    codec.add_script_tag(content=HOSTILE)
    wrong, read, added = codec.evaluate(READ, CHOICES)
    assert wrong == []
    assert min(read) > 500  # what is known, notes, and problems: all of them were met
    assert added == 0


SHOW = """async ([choices, count]) => {
  const seen = new Set();
  let sheets = 0;
  for (const address of hostile(choices, count)) {
    if (new URL(address, location).href === location.href) continue;
    const there = new Promise(done => addEventListener('hashchange', done, {once: true}));
    location.replace(address);
    await there;
    for (const element of document.querySelectorAll('.sheet *')) seen.add(element.localName);
    for (const image of document.querySelectorAll('.sheet [src]')) seen.add(image.src);
    for (const link of document.querySelectorAll('.sheet [href]')) seen.add(link.getAttribute('href'));
    if (document.querySelector('.sheet:not([hidden]) .log')) sheets += 1;
  }
  return [sheets, [...seen]];
}"""


def test_a_hostile_address_shows_a_sheet_and_nothing_else(home: str, browser: Browser) -> None:
    """Shown as a reader would get it, one address after the other."""
    requests: list[str] = []
    with page_of(browser, bypass_csp=True) as page:
        page.goto(f"{home}/send/#v=1")
        page.add_script_tag(content=HOSTILE)
        page.on("request", lambda request: requests.append(request.url))
        sheets, seen = page.evaluate(SHOW, [CHOICES, 1000])
        assert page.evaluate("window.hacked") is None
        assert page.evaluate("Object.keys(Object.prototype).length") == 0
    pictures = {f"{home}/assets/figures/{figure.key}.svg" for item in ITEMS.values() for figure in item.figures}
    tags = "p b ul li span h2 label input img table caption thead tbody tr th td button a"
    assert sheets > 900  # some address follows itself
    assert pictures & set(seen)
    assert set(seen) <= {*tags.split(), "#send", f"../{settings(ROOT).safety_page}/", *pictures}
    assert set(requests) - {f"{home}/assets/favicon.svg"} <= pictures


OTHER_GUIDE = """
<p class="brand">Rowing</p><h1>Send a sheet</h1>
<form class="choose">
<fieldset name="drill" data-called="drill" data-many>
<label><input type="checkbox" name="drill" value="catch" data-figures="[]" data-says="Sit tall."> <span>Catch</span>
</label>
</fieldset>
<fieldset name="plan" data-called="plan">
<label><input type="radio" name="plan" value="none" checked> <span>None</span></label>
<label><input type="radio" name="plan" value="easy" data-figures="[]" data-says="Talk as you row."
data-dose="2 pieces × 20 minutes" data-each="" data-sets="2"> <span>Easy</span></label>
</fieldset>
<input name="note"><p role="status"></p><p class="buttons"><a href="#">Look at it</a></p>
</form>
<div class="sheet" hidden></div>"""


def test_another_guide_needs_no_sides_and_no_safety(browser: Browser) -> None:
    with page_of(browser) as page:
        page.set_content(OTHER_GUIDE)
        for file in ("sheet-link.js", "sheet.js"):
            page.add_script_tag(path=ROOT / "docs" / "assets" / file)
        page.get_by_label("Catch").check()
        page.get_by_label("Easy").check()
        expect(page.get_by_role("status")).to_have_text("1 of 5 ticked")
        page.get_by_role("link", name="Look at it").click()
        assert page.url.endswith("#v=1&drill=catch&plan=easy")
        expect(page.locator("h1")).to_have_text("Your sheet: Rowing")
        expect(page.locator(".sheet > p")).to_have_text(
            ["2 pieces × 20 minutesEasy. Talk as you row.", "PrintChange it"]
        )
        expect(page.locator(".sheet li")).to_have_text("CatchSit tall.")
        expect(page.locator(".sheet .log th")).to_have_text(["Date", "Set 1", "Set 2", "How it felt"])


LOGS = {"six at most": ('"12"', 6), "those of a range": ('"3–5"', 5), "three without sets": ("", 3)}


@pytest.mark.parametrize(("sets", "columns"), LOGS.values(), ids=LOGS)
def test_a_log_has_a_column_for_each_set(browser: Browser, sets: str, columns: int) -> None:
    form = OTHER_GUIDE.replace(' data-sets="2"', f" data-sets={sets}" if sets else "")
    with page_of(browser) as page:
        page.set_content(form)
        for file in ("sheet-link.js", "sheet.js"):
            page.add_script_tag(path=ROOT / "docs" / "assets" / file)
        page.get_by_label("Easy").check()
        page.get_by_role("link", name="Look at it").click()
        expect(page.locator(".log th")).to_have_count(columns + 2)


CUE_IN_LINK = f"cue={CUE.id}"
BROKEN = {
    "a script": "#v=1&note=%3Cscript%3Ewindow.hacked=1%3C/script%3E",
    "a picture that runs code": "#v=1&note=%3Cimg%20src%3Dx%20onerror%3D%22window.hacked%3D1%22%3E&" + CUE_IN_LINK,
    "broken UTF-8": f"#v=1&note=%E0%A4%A&{CUE_IN_LINK}",
    "another version": f"#v=2&{CUE_IN_LINK}",
    "a huge address": f"#v=1&{CUE_IN_LINK}&note=" + "x" * 100_000,
    "an unknown cue": f"#v=1&{CUE_IN_LINK},<b>no</b>&foo=bar",
}


@pytest.mark.parametrize("address", BROKEN.values(), ids=BROKEN)
def test_a_broken_link_shows_what_could_be_read(home: str, browser: Browser, address: str) -> None:
    with page_of(browser) as page:
        page.goto(f"{home}/send/{address}")
        expect(page.locator(".sheet .log")).to_be_visible()
        expect(page.locator(".sheet h2")).to_have_count(1 if CUE_IN_LINK in address else 0)
        assert page.evaluate("window.hacked") is None
        assert page.locator(".sheet :is(script, b:not(.amount b))").count() == 0


def test_what_is_left_out_is_named(home: str, browser: Browser) -> None:
    with page_of(browser) as page:
        page.goto(f"{home}/send/#v=9&cue={CUE.id},old-cue&dose=all&foo=1&note=%FF")
        expect(page.locator(".problem")).to_have_text(
            [
                "The link is damaged or from another version of this page. Here is what could be read.",
                "The line of your own is damaged, so it is left out.",
                f"The {CHOICES[0]['called']} “old-cue” is not in this guide, so it is left out.",
                f"The {CHOICES[3]['called']} “all” is not in this guide, so it is left out.",
                "The part “foo” is not in this guide, so it is left out.",
            ]
        )


def test_a_note_is_text_and_never_markup(home: str, browser: Browser) -> None:
    with page_of(browser) as page:
        page.goto(f"{home}/send/#v=1&note=%3Cb%3Ebold%3C%2Fb%3E%20%26amp%3B")
        expect(page.locator(".sheet .lead")).to_have_text("<b>bold</b> &amp;")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_fullest_sheet_prints_on_one_page(home: str, browser: Browser, paper: str) -> None:
    with page_of(browser, DESKTOP) as page:
        page.goto(f"{home}/send/{FULL}&note=" + "Wide words " * 13)
        pdf = page.pdf(format=paper)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_without_javascript_the_page_says_what_it_needs_and_offers_the_links(
    site: Site, serve: Callable[[Site], str], browser: Browser
) -> None:
    with page_of(browser, java_script_enabled=False) as page:
        page.goto(f"{serve(site)}/send/")
        expect(page.get_by_text("can’t be put together without it")).to_be_visible()
        assert not page.locator(".choose").is_visible()
        page.locator("article").get_by_role("link", name=curly(CUE.title)).click()
        expect(page.locator(f"#{CUE.id}")).to_be_in_viewport()


def test_making_and_showing_a_sheet_stores_nothing(home: str, browser: Browser) -> None:
    with page_of(browser) as page:
        page.goto(f"{home}/send/{FULL}")
        stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
        assert LONGEST[0].id not in stored
        assert GOAL.id not in stored
