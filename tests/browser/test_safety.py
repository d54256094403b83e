"""Safety: who is unwell meets the rule before any form cue, on each page, on paper, on a sheet and in the search."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page, Route, expect

from conftest import (
    CAREFUL,
    CUES,
    DATA,
    GOALS,
    MISTAKES,
    OWN_PAGES,
    PLAIN,
    ROOT,
    STEPS,
    VARIATIONS,
    Site,
    article,
    page_of,
    words,
)
from extras.everyday import with_words
from facts.words import curly

SAFETY = DATA["safety"]
RULES = {rule["id"]: rule for rule, _ in with_words(DATA)}
"""The rules of safety that the search brings, by their ids."""
LINES = SAFETY["lines"]
PAUSE = 1000
"""Milliseconds, on the page's own clock: longer than the search waits for the next key."""

# The search's worker is as it is; the page counts its answers, so that a test knows when one is there.
COUNTED = """{
  const Real = Worker;
  window.answers = 0;
  window.Worker = class extends Real {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', () => { window.answers += 1; });
    }
  };
}"""
ASK = """async query => {
  const before = window.answers, field = document.querySelector('.search [type=text]');
  field.value = query;
  field.dispatchEvent(new Event('input', {bubbles: true}));
  while (window.answers === before) {
    const {port1, port2} = new MessageChannel(); // what a stopped clock does not hold up
    await new Promise(done => { port1.onmessage = done; port2.postMessage(0); });
  }
}"""
CARDS = "cards => cards.map(card => card.querySelector('strong').textContent)"


@pytest.fixture(scope="module")
def box(site: Site, serve: Callable[[Site], str], browser: Browser) -> Iterator[Page]:
    """A page with its search open and ready, and a clock that only a test moves."""
    with page_of(browser, bypass_csp=True) as page:
        page.clock.install()
        page.add_init_script(COUNTED)
        page.goto(f"{serve(site)}/{PLAIN}/")
        page.get_by_role("link", name="Search", exact=True).click()
        page.wait_for_function("window.answers > 1")  # ready, and the answer to nothing
        yield page


def cards(box: Page, query: str) -> list[str]:
    """Return the titles of the care cards for a query, once its reader pauses."""
    box.evaluate(ASK, query)
    box.clock.run_for(PAUSE)
    return titles(box)


def titles(box: Page) -> list[str]:
    found: list[str] = box.locator(".search .care").evaluate_all(CARDS)
    return found


def title(rule: str) -> str:
    gone = f"no rule {rule!r} in docs/data/safety.yml; say in tests/browser/test_safety.py what its words bring now"
    assert rule in RULES, gone
    return curly(RULES[rule]["title"])


@pytest.mark.parametrize("rule", RULES)
def test_each_phrase_of_danger_brings_its_rule(box: Page, rule: str) -> None:
    phrases = [*RULES[rule]["search"], *RULES[rule].get("alone", [])]
    assert len(phrases) > 3
    missed = [phrase for phrase in phrases if title(rule) not in cards(box, phrase.replace("-", " "))]
    assert missed == []


SAID = {
    "chest-pain": [
        *(
            "my chest hurts",
            "tightness in chest",
            "pressure on my chest",
            "heart beating fast",
            "dizziness after a set",
        ),
        *(
            "i fainted",
            "about to pass out",
            "light-headed",
            "lightheadedness",
            "can't catch my breath",
            "cant catch my breth",
            "breathlessness",
        ),
        *("sweating cold", "i feel sick", "nauseous", "want to throw up", "Palpitations!", "CHEST PAIN", "palpitation"),
    ],
    "emergency-back": ["bladder problems", "my bowels", "numbness between my legs", "both legs are weak", "can't pee"],
    "nerve-signs": [
        *("my foot goes numb", "numb toes", "tingly leg", "tingles", "pins & needles", "pain shoots down my leg"),
        *(
            "radicular symptoms",
            "leg gives way",
            "my foot fell asleep",
            "pinched nerve",
            "sciatic pain",
            "electric shocks in my leg",
        ),
    ],
    "sharp-pain": [
        *("sharp pains", "it stabs", "stabbed", "felt something pop", "snapping", "knees hurt", "my knee is sore"),
        *("achy knees", "aching back", "lower back ache", "neck hurts", "hips hurt", "hip ache", "painful", "it hurts"),
    ],
    "current-injury": [
        *("injuries", "injuring", "i injured my back", "rehabbing", "torn hamstring", "strained hamstrings"),
        *("groin strain", "pulled my hammy", "i pulled a muscle", "threw my back out last month", "slipped disk"),
        *("bulging discs", "tweaked my hammy", "strains", "I have a bad back"),
    ],
    "pregnant": [
        *(
            "20 weeks pregnant",
            "pregnancies",
            "pregnent",
            "im expecting a baby",
            "trying to do this while expecting",
            "i just had a baby",
        ),
        *("gave birth 6 weeks ago", "c section scar", "ceasarean", "post partum", "breast-feeding and breastfeeding"),
    ],
    "surgery-bones-heart": [
        *("had an operation", "i had surgery on my hip", "surgeries", "total hip replacement", "osteoporotic bones"),
        *(
            "osteoperosis",
            "high blood pressure",
            "high blod pressure",
            "my heart condition",
            "stress fractures",
            "i fell last week",
        ),
        *("fell down the stairs", "fallen", "after a fall", "haven't exercised in ten years"),
    ],
}


@pytest.mark.parametrize("rule", SAID)
def test_other_endings_and_everyday_words_bring_it_too(box: Page, rule: str) -> None:
    assert [query for query in SAID[rule] if title(rule) not in cards(box, query)] == []


def test_a_rule_comes_however_much_is_said_before(box: Page) -> None:
    assert cards(box, f"{'i did my sets on the bench as ever and ' * 5} then came chest pain") == [title("chest-pain")]


QUERIES = [query["q"] for query in yaml.safe_load((ROOT / "tests" / "queries" / "own.yml").read_text(encoding="utf-8"))]
UNWELL = {
    "hurts my lower back": "sharp-pain",
    "stabbing pain should i stop": "sharp-pain",
    "can i do this with a bad back?": "current-injury",
    "pulled hamstring": "current-injury",
    "pregnant": "pregnant",
}
HARMLESS = [
    *("heart of the movement", "the heart of it", "learn by heart", "fell behind", "fell behind on my program"),
    *(
        "strain on my glutes",
        "strain on glutes or hamstrings",
        "feel the strain in my glutes",
        "same reps on weak leg",
        "leg strength",
        "number of sets",
    ),
    *("knee falls in", "falling over", "how long til i stop tipping over", "when do i breathe out", "hold breath"),
    *("same reps both sides on weak leg", "bump up the weight", "band slipped on my knees", "recovering from leg day"),
    *("chest down", "stability", "pain-free range", "free of pain", "can't feel my glutes", "no feeling in glutes"),
    *(
        "pull shoulder blades back",
        "bad form",
        "injury prevention",
        "birthday workout",
        "nervous first time",
        "painting",
    ),
]


def test_who_is_well_gets_no_card(box: Page) -> None:
    assert {query: found for query in QUERIES if (found := cards(box, query))} == {
        query: [title(rule)] for query, rule in UNWELL.items()
    }
    assert [query for query in HARMLESS if cards(box, query)] == []


BEGUN = [
    "preg",
    "pregnan",
    "dizz",
    "numbn",
    "injur",
    "surger",
    "palpitatio",
    "chest p",
    "chest pai",
    "osteopor",
    "stabb",
]


def test_what_is_only_begun_brings_no_card(box: Page) -> None:
    assert [query for query in BEGUN if cards(box, query)] == []


@pytest.mark.parametrize("query", ["number of sets", "heart of the movement", "fell behind", "strain on my glutes"])
def test_no_card_flashes_by_on_the_way_to_a_harmless_query(box: Page, query: str) -> None:
    """`numb` is a word, and so is `heart`: the card waits for a pause in the typing."""
    for end in range(1, len(query) + 1):
        box.evaluate(ASK, query[:end])
        assert (query[:end], titles(box)) == (query[:end], [])
    box.clock.run_for(PAUSE)
    assert titles(box) == []


def test_a_word_that_may_go_on_brings_its_card_after_a_pause(box: Page) -> None:
    box.evaluate(ASK, "numb")
    assert titles(box) == []
    box.clock.run_for(PAUSE)
    assert titles(box) == [title("nerve-signs")]


def test_a_sign_to_stop_and_a_reason_to_ask_stand_together(box: Page) -> None:
    assert cards(box, "chest pain while pregnant") == [title("chest-pain"), title("pregnant")]


def test_a_card_has_the_rule_in_its_words_is_read_out_and_leads_to_it(home: str, browser: Browser) -> None:
    rule = RULES["chest-pain"]
    with page_of(browser) as page:
        page.goto(home)
        page.get_by_role("link", name="Search", exact=True).click()
        page.keyboard.type("chest pain")
        card = page.locator("[role=status] .care")
        expect(card).to_contain_text(rule["when"])
        expect(card).to_contain_text(rule["do"])
        expect(page.locator("[role=status]:has(.care) ~ .found a").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        expect(card).to_be_focused()
        card.click()
        expect(page).to_have_url(f"{home}/{CAREFUL}/#chest-pain")
        page.get_by_role("link", name="Search", exact=True).click()
        page.keyboard.type("numb")
        page.keyboard.press("Enter")  # whether the answer is there already or not
        expect(page).to_have_url(f"{home}/{CAREFUL}/#nerve-signs")


def test_who_goes_back_from_a_rule_finds_its_card_again(home: str, browser: Browser) -> None:
    """Also where the rule is on the page that the reader is on, and none is loaded."""
    with page_of(browser) as page:
        for start in (PLAIN, CAREFUL):
            page.goto(f"{home}/{start}/")
            page.keyboard.press("/")
            page.keyboard.type("chest pain")
            card = page.locator(".care")
            card.click()
            expect(page).to_have_url(f"{home}/{CAREFUL}/#chest-pain")
            expect(card).to_be_hidden()
            page.go_back()
            expect(page).to_have_url(f"{home}/{start}/")
            expect(card).to_be_focused()
            expect(page.locator(".search [type=text]")).to_have_value("chest pain")
            page.go_forward()
            expect(card).to_be_hidden()
            page.go_back()
            expect(card).to_be_focused()
            page.keyboard.press("Escape")
            page.wait_for_function("() => !history.state")
            page.go_forward()
            expect(page).to_have_url(f"{home}/{CAREFUL}/#chest-pain")
            page.go_back()
            expect(page).to_have_url(f"{home}/{start}/")
            page.evaluate("new Promise(requestAnimationFrame)")
            expect(card).to_be_hidden()


def test_enter_waits_for_the_answer_to_all_that_was_typed(home: str, browser: Browser) -> None:
    """So that nobody who types fast is led by half a word."""
    with page_of(browser) as page:
        held: list[Route] = []
        page.route("**/search_index.json", lambda route: held.append(route))
        page.goto(home)
        with page.expect_request("**/search_index.json"):
            page.get_by_role("link", name="Search", exact=True).click()
        page.keyboard.type("numb")
        page.keyboard.press("Enter")
        assert page.url == f"{home}/"
        held[0].continue_()
        expect(page).to_have_url(f"{home}/{CAREFUL}/#nerve-signs")


def test_a_late_answer_leaves_the_focus_among_the_results(box: Page) -> None:
    assert cards(box, "hamstring") == []
    box.locator(".found a").nth(1).focus()
    box.evaluate(ASK, "hamstrings")
    expect(box.locator(".found a").nth(1)).to_be_focused()


def test_the_results_below_a_card_are_ranked_as_always(box: Page) -> None:
    """A word that brings a card leaves the best result where it is."""
    ranked = "links => links.map(link => link.pathname + link.hash)"
    assert cards(box, MISTAKES[0].title) == []
    before = box.locator(".found a").evaluate_all(ranked)
    assert cards(box, f"{MISTAKES[0].title} palpitations") == [title("chest-pain")]
    assert box.locator(".found a").evaluate_all(ranked)[:1] == before[:1]


def test_the_search_leads_to_the_rules_even_when_it_does_not_arrive(home: str, browser: Browser) -> None:
    with page_of(browser) as page:
        page.route("**/search_index.json", lambda route: route.abort())
        page.goto(f"{home}/{PLAIN}/")
        page.get_by_role("link", name="Search", exact=True).click()
        page.keyboard.type("chest pain")
        expect(page.locator(".search [role=status]")).to_contain_text("did not arrive")
        page.locator(".search").get_by_role("link", name=LINES["link"]).click()
        expect(page).to_have_url(f"{home}/{CAREFUL}/")


DOING = [items[0].page for items in (STEPS, CUES, MISTAKES, VARIATIONS, GOALS)]
LEADING = [*DOING, "find", *OWN_PAGES]


@pytest.mark.parametrize("page", LEADING)
def test_the_stop_rules_are_one_link_away(site: Site, page: str) -> None:
    links = [link for link in article(site, page).iter("a") if words(link) == LINES["link"]]
    assert [re.sub(r"^(\.\./)+", "", link.get("href") or "") for link in links] == [f"{CAREFUL}/"]
    assert LINES["stop"] in words(article(site, page))


def test_the_how_to_says_so_before_its_first_step(site: Site, home: str, browser: Browser) -> None:
    ids = [element.get("id") for element in article(site, STEPS[0].page).iter() if element.get("id")]
    assert ids.index("before-you-start") < ids.index(STEPS[0].id)
    with page_of(browser) as page:
        page.goto(f"{home}/{STEPS[0].page}/")
        lines = page.locator(".before").evaluate(
            """before => {
              const range = document.createRange();
              range.selectNodeContents(before);
              return new Set([...range.getClientRects()].map(({bottom}) => Math.round(bottom / 8))).size;
            }"""
        )
        assert lines <= 4


@pytest.mark.parametrize("page_name", [STEPS[0].page, CUES[0].url[:-1], VARIATIONS[-1].url[:-1]])
def test_the_stop_line_is_printed(home: str, browser: Browser, page_name: str) -> None:
    with page_of(browser) as page:
        page.goto(f"{home}/{page_name}/")
        page.emulate_media(media="print")
        expect(page.get_by_text(LINES["stop"])).to_be_visible()


SHEETS = {
    "a cue": (f"cue={CUES[0].id}", False),
    "an easier variation": (f"as={VARIATIONS[0].id}", False),
    "a harder variation": (f"as={VARIATIONS[-1].id}", True),
    "a dose without a load": (f"dose={next(goal.id for goal in GOALS if not goal.loaded)}", False),
    "a dose with a load": (f"dose={next(goal.id for goal in GOALS if goal.loaded)}", True),
}


@pytest.mark.parametrize(("address", "loaded"), SHEETS.values(), ids=SHEETS)
def test_a_sheet_says_when_to_stop_and_how_to_load(home: str, browser: Browser, address: str, loaded: bool) -> None:
    with page_of(browser) as page:
        page.goto(f"{home}/send/#v=1&{address}")
        page.emulate_media(media="print")
        line = page.locator(".sheet .stop-line")
        expect(line).to_contain_text(LINES["stop"])
        assert (LINES["load"] in line.inner_text().replace("’", "'")) == loaded
        page.emulate_media(media="screen")
        line.get_by_role("link", name=LINES["link"]).click()
        expect(page).to_have_url(f"{home}/{CAREFUL}/")


@pytest.mark.parametrize(("side", "shown"), [("", 1), ("&side=left", 0)], ids=["both sides", "one side"])
def test_a_sheet_for_both_sides_starts_with_the_weaker_one(home: str, browser: Browser, side: str, shown: int) -> None:
    with page_of(browser) as page:
        page.goto(f"{home}/send/#v=1&cue={CUES[0].id}{side}")
        expect(page.locator(".sheet .log")).to_be_visible()
        expect(page.locator(".sheet").get_by_text(curly(DATA["sheet"]["sides"]["says"]))).to_have_count(shown)


def test_the_rules_stand_in_the_order_of_their_urgency_and_name_their_sources(site: Site) -> None:
    page = article(site, CAREFUL)
    order = [element.get("id") for element in page.iter() if element.tag in ("h2", "h3")]
    groups = ["stop-now", "ask-first", "safe-bench", "load-and-breathing", "normal-or-not", "where-to-feel-it"]
    assert [name for name in order if name in (*groups, "safety-sources")] == [*groups, "safety-sources"]
    assert order[: len(SAFETY["stop_now"]) + 1] == ["stop-now", *(rule["id"] for rule in SAFETY["stop_now"])]
    text = words(page)
    assert f"Checked against these sources on {SAFETY['checked']}. No clinician has reviewed it." in text
    assert [source["title"] for source in SAFETY["sources"] if source["title"] not in text] == []


@pytest.mark.parametrize("group", ["stop_now", "ask_first"])
def test_a_warning_spells_its_words_out(group: str) -> None:
    rules_of: list[dict[str, Any]] = SAFETY[group]
    warnings = [f"{rule.get('when', '')} {rule['do']}" for rule in rules_of]
    assert warnings
    assert [text for text in warnings if "'" in text] == []
