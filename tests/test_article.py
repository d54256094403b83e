"""What the article says: each of its numbers, lists and claims is on the site, and these are the only tests that know.

Whoever means to depart from the article changes the site, and the entry here, too.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

import pytest

from conftest import DATA, ITEMS, PAGES, Site, article, words

pytestmark = pytest.mark.author

HERE = "if you mean to depart from it, change it here, too: tests/test_article.py"
SECTIONS = {
    "what-it-is": "what is .+ hip thrust",
    "benefits": "benefits .*thrust",
    "muscles-worked": "muscles worked",
    "how-to": "how to do .+ thrust.*step by step",
    "form-cues": "form cues .*keep your back happy",
    "common-mistakes": "common mistakes .*quick fixes",
    "variations": "progressions and variations",
    "programming": "how to program .+ thrusts",
    "be-careful": "who should be careful",
    "experience": "real-world experience.*learning it.*good at it",
    "conclusion": "conclusion",
}
"""The article's sections in its order: the id of each one's heading, and its title."""
LISTS = {
    "muscles": [
        *("gluteus-maximus", "gluteus-medius", "hamstrings", "adductors", "core", "spinal-erectors", "upper-back"),
    ],
    "steps": ["bench-height", "plant-foot", "free-leg", "brace", "drive-up", "finish", "lower"],
    "cues": ["pelvis-level", "ribs-down", "drive-through-heel", "pause-at-top", "controlled-reps"],
    "mistakes": ["over-arched-back", "hips-dropping", "pushing-with-arms", "hamstring-cramp", "knee-caving"],
    "variations": [
        *("double-leg-bridge", "single-leg-bridge", "shorter-range", "b-stance", "single-leg-hip-thrust"),
        *("add-a-pause", "tempo-reps", "add-load", "add-a-band", "feet-elevated"),
    ],
    "goals": ["for-technique", "for-strength", "for-endurance"],
    "fits": ["warm-up", "accessory", "home-session"],
    "workout": ["workout-main", "reverse-lunge", "hip-abduction", "dead-bug"],
}
"""What the article lists, by kind, in its order; there may be more between them."""
GROUPS = {
    "primary": ["gluteus-maximus", "gluteus-medius"],
    "secondary": ["hamstrings", "adductors", "core", "spinal-erectors", "upper-back"],
    "easier": ["double-leg-bridge", "single-leg-bridge", "shorter-range", "b-stance"],
    "harder": ["add-a-pause", "tempo-reps", "add-load", "add-a-band", "feet-elevated"],
}
"""Which of them the article sorts where."""
URGENT = ["chest-pain", "emergency-back", "nerve-signs"]
"""The signs to stop that come first. The article has none of them; its section 9 is turned round on purpose."""


class Claim(NamedTuple):
    """A claim of the article: the id of the heading that it is read under, and patterns of the words that say it."""

    under: str
    says: str
    words: tuple[str, ...]


def claim(under: str, says: str, *words: str) -> Claim:
    return Claim(under, says, words)


# fmt: off
CLAIMS = {
    "0.1": claim("why-do-it", "it trains hip extension, the glutes' main job, directly",
        "very direct", "hip extension"),
    "0.2": claim("start", "one side works while the other tries not to wobble",
        "one leg", "the other .*wobble"),
    "0.3": claim("why-do-it", "it builds strong hips for stairs, chairs and backpacks",
        "strong, capable hips", "real life", "stairs", "out of a chair", "backpack"),
    "0.4": claim("why-do-it", "it is for sprinting, jumping and cutting",
        "sprint", "jump", "cut"),
    "0.5": claim("why-do-it", "done wrong, the lower back does the glutes' work",
        "done wrong.*lower back.*glutes' work"),
    "1.1": claim("what-it-is", "it is a unilateral hip extension exercise",
        "unilateral hip extension", "one leg does most"),
    "1.2": claim("setup", "upper back on a bench, one foot planted, the other leg lifted to help less",
        "upper back .*bench", "one foot is planted", "in the air so it can't help much"),
    "1.3": claim("goal", "a straight line from shoulders to knee, the spine unbent",
        "straight line from .*shoulders to .*knee", "spine doesn't arch"),
    "1.4": claim("thrust-or-bridge", "single-leg glute bridge is often said for it; the setup differs",
        "single-leg glute bridge", "similar, but the setup usually isn't"),
    "1.5": claim("thrust-or-bridge", "a bridge is on the floor, a thrust on a bench for a larger range of motion",
        "bridge commonly .*floor", "thrust often .*bench", "larger range of motion"),
    "2.1": claim("each-side-works", "the stronger leg takes over; one leg at a time evens out strength and control",
        "stronger leg", "squats", "deadlifts", "stairs", "honest", "over time.*even out .*strength",
        "control on both sides"),
    "2.2": claim("steady-pelvis", "the pelvis wants to rotate or drop; holding it trains the outer hip and the core",
        "rotate or drop", "core", "smaller muscles that steady your hips", "outside", "stable while you push hard",
        "sport"),
    "2.3": claim("hip-extension",
        "hips that extend more strongly help with posture, on steps, and in three ways of moving fast",
        "stand tall", "stairs", "run", "sprint", "jump", "loads your hips", "outside the gym"),
    "2.4": claim("no-heavy-weights",
        "it is hard without many plates: at home, with dumbbells, or where a barbell takes 12 minutes",
        "without many plates", "at home", "dumbbells", "crowded gym", "12 minutes", "barbell"),
    "2.5": claim("knee-friendly",
        "a knee-friendly way to train the posterior chain, without the deep knee bend of some squats",
        "every body", "knee-friendly", "posterior chain", "hips and glutes",
        "without the deep knee bend of some squats", "smart tool"),
    "3.0": claim("muscles-worked", "it is about the glute, but not a one-muscle show",
        "glute", "isn't a one-muscle show"),
    "3.1": claim("gluteus-maximus", "the gluteus maximus is the main hip extensor",
        "main hip extensor", "drives your hips up"),
    "3.2": claim("gluteus-medius", "medius and minimus steady the pelvis",
        "minimus", "steady your pelvis", "twist or dip"),
    "3.3": claim("hamstrings", "hamstrings assist, and are felt when the foot is misplaced",
        "help straighten your hip", "foot is in the wrong place"),
    "3.4": claim("adductors", "adductors, the inner thigh, steady the hip and support extension",
        "inner thigh", "steady the hip", "straighten it"),
    "3.5": claim("core", "the core, abs and obliques, keeps ribs down and pelvis steady",
        "abs and obliques", "ribs down", "pelvis level", "no wobble, no arch"),
    "3.6": claim("spinal-erectors", "the spinal erectors steady and should not take over",
        "steady it, not take over", "heavy lifting"),
    "3.7": claim("upper-back", "the upper back anchors you on the bench",
        "bench", "anchors"),
    "4.1": claim("bench-height", "a standard flat bench, its edge just below the shoulder blades",
        "standard flat bench", "edge just below your shoulder blades"),
    "4.2": claim("plant-foot", "one foot flat on the floor, the shin roughly vertical at the top",
        "foot flat on the floor", "shin roughly vertical"),
    "4.3": claim("free-leg", "the free knee over the hip, or the leg a little straighter, if you stay level",
        "knee stays over your hip", "straighten it a little", "stay level"),
    "4.4": claim("brace", "ribs down, core gently tight, as if zipping something up",
        "ribs down", "core gently", "zipping up"),
    "4.5": claim("drive-up", "push the floor away through the heel",
        "heel", "push the floor away", "hips go up"),
    "4.6": claim("finish", "shoulders, hips and knee in a straight line; pause and squeeze",
        "straight line", "shoulders, hips, and knee line up", "pause", "squeeze your glute"),
    "4.7": claim("lower", "lower slowly, pelvis level, core tight",
        "come down slowly", "pelvis level", "core tight"),
    "4.8": claim("floor-version", "the floor version: on your back, one foot planted, bridge up",
        "no bench", "lie on your back", "one foot", "lift the free leg", "bridge your hips up"),
    "4.9": claim("floor-version", "the floor limits the range, which can be right for learning",
        "can't travel as far", "while you learn"),
    "5.1": claim("pelvis-level", "keep the pelvis level, hip bones as headlights",
        "pelvis level", "hip bones are headlights", "straight ahead"),
    "5.2": claim("ribs-down", "ribs down, chin neutral, against over-arching",
        "ribs down, chin neutral", "lower back from arching"),
    "5.3": claim("drive-through-heel",
        "the push comes from heel or midfoot, since toes that push too hard take work from the glute",
        "heel or midfoot", "toes can shift the work away from your glutes"),
    "5.4": claim("pause-at-top", "squeeze for 1–2 seconds at the top, against momentum",
        "squeeze for 1–2 seconds", "momentum", "harder to cheat"),
    "5.5": claim("controlled-reps", "a controlled rep beats a flailing one every time",
        "controlled rep beats a flailing one every time", "never in a hurry"),
    "6.1": claim("over-arched-back",
        "over-arching: ribs flare, back arches, glutes stop; ribs down, brace, stop at the line",
        "ribs flare", "back arches", "glutes clock out", "ribs down, brace, and stop when .*line up",
        "height .*doesn't count"),
    "6.2": claim("hips-dropping", "one hip dips: a smaller range, slower, or the floor",
        "one hip dips", "smaller range of motion", "slow down", "floor version until your pelvis stays level"),
    "6.3": claim("pushing-with-arms",
        "pushing with the arms, a triceps press: relax them, upper back as pivot, drive through the foot",
        "elbows", "triceps press", "relax your arms", "upper back is the pivot",
        "drive through your working foot"),
    "6.4": claim("hamstring-cramp",
        "a misplaced foot cramps the hamstrings: shin close to vertical, or the foot a touch closer",
        "seizes up", "glute never really joins in", "shin is close to vertical at the top", "a touch closer",
        "squeeze your glute"),
    "6.5": claim("knee-caving", "a knee that falls inward follows the toes; a band reminds it",
        "caves in toward the midline", "track over your toes", "light mini-band just above your knees", "gently"),
    "7.1": claim("double-leg-bridge",
        "with both legs, on the floor, one learns how it goes, and gets strong enough to go on",
        "base of strength", "learn the pattern", "double-leg glute bridge", "floor"),
    "7.2": claim("single-leg-bridge", "the single-leg bridge is a one-leg challenge with less range",
        "floor", "one-leg challenge", "less range of motion"),
    "7.3": claim("shorter-range", "shorter reps, level and free of pain, growing bit by bit",
        "staying level and free of pain", "bit by bit"),
    "7.4": claim("b-stance", "in the B-stance the second foot is there for balance",
        "b-stance hip thrust", "lightly", "balance", "working leg does most of the work"),
    "7.5": claim("add-a-pause", "a pause of 2–3 seconds at the top, for time under tension",
        "hold the top for 2–3 seconds", "time under tension"),
    "7.6": claim("tempo-reps", "3 seconds down, 1 second up; that it builds strength fast, studies don't show",
        "3 seconds down and 1 second up", "control", "studies don't back that up"),
    "7.7": claim("add-load", "load: a dumbbell on the hip crease, a plate, or a backpack",
        "dumbbell", "weight plate", "crease of your hip", "loaded backpack"),
    "7.8": claim("add-a-band", "a band above the knees asks more of the hips",
        "just above your knees", "hips have to work harder to stay level"),
    "7.9": claim("feet-elevated", "a raised foot changes the leverage, only if the form stays solid",
        "changes the leverage", "can make the lift harder", "form stays solid"),
    "7.10": claim("variations", "they scale up and down, and none is a circus trick",
        "too hard, go down a rung", "too easy, go up one", "circus"),
    "8.1": claim("your-goal", "for big lifts a quality accessory; for the glutes more attention and better rest",
        "big lifts", "quality accessory", "strength work for the glutes", "more attention and better rest"),
    "8.2": claim("for-technique", "2–3 sets of 8–12 reps for a beginner, controlled tempo, short rests",
        "technique and activation", "2–3 sets", "8–12 reps each side", "controlled tempo, short rests"),
    "8.3": claim("for-strength", "3–5 sets of 6–8 reps for strength, with load, longer rests, strong pauses",
        "3–5 sets", "6–8 reps each side", "load", "longer rests, strong pauses"),
    "8.4": claim("for-endurance", "2–4 sets of 12–20 reps for endurance, steady pace, minimal pelvic movement",
        "muscle endurance", "2–4 sets", "12–20 reps each side", "steady pace", "little pelvic movement"),
    "8.5": claim("warm-up", "1–2 light sets before squats or deadlifts; that they wake up the glutes, only some hope",
        "before squats or deadlifts", "1–2 light sets", "hope to wake up their glutes"),
    "8.6": claim("accessory", "an accessory after squats, deadlifts or lunges",
        "after squats, deadlifts, or lunges", "targeted work"),
    "8.7": claim("home-session", "at home with split squats, rows or push-ups, and core work",
        "split squats, rows or push-ups, and core work", "routine"),
    "8.8": claim("workout-main", "in the sample workout 3 sets of 10 reps, with a 2-second squeeze",
        "3 sets", "10 reps each side", "2-second squeeze at the top"),
    "8.9": claim("reverse-lunge", "reverse lunge, 3 sets of 8–10 reps",
        "reverse lunge", "3 sets", "8–10 reps each side"),
    "8.10": claim("hip-abduction", "side-lying abduction or band walks, 2–3 sets of 12–15 reps",
        "side-lying hip abduction or band walks", "2–3 sets", "12–15 reps"),
    "8.11": claim("dead-bug", "dead bug or plank, 2–3 sets of 20–40 seconds",
        "dead bug or plank", "2–3 sets", "20–40 seconds"),
    "8.0": claim("mini-workout", "the sample workout needs no fancy equipment",
        "no fancy equipment"),
    "9.1": claim("sharp-pain",
        "joint-friendly with control, so coaches say; sharp pain is a reason to pause or change",
        "sharp", "stop the set", "pause the exercise, or change it", "joint-friendly when it's done with control"),
    "9.2": claim("current-injury", "with an injury, a clinician first, then the floor and a small range",
        "low-back injury", "hip injury", "hamstring strain", "qualified clinician", "floor",
        "small range of motion"),
    "9.3": claim("where-to-feel-it", "you should feel it mainly in the glute of the planted leg",
        "mainly in the glute of your working leg", "planted"),
    "9.4": claim("where-to-feel-it", "lower back, hamstring or front of the hip are a clue about form",
        "lower back, your hamstring, or the front of your hip", "clue about your form", "pushing through"),
    "10.1": claim("first-time", "the surprise is how the body avoids letting one glute work",
        "one glute from doing the job", "hips twist", "free leg .*dancing", "bench seems to wobble"),
    "10.2": claim("hamstring-first", "the hamstring jumps in early, with a mild cramp, and that is no verdict",
        "hamstring often jumps in early", "mild cramp", "rarely means you're bad at this"),
    "10.3": claim("hamstring-first", "it is the setup: foot too far away, toes, or an arched back",
        "setup", "foot is too far away", "through your toes", "arch your back"),
    "10.4": claim("hamstring-first", "a foot adjustment, slower lowering and a squeeze help within one session",
        "within one session", "shin is more vertical at the top", "slower way down", "deliberate squeeze"),
    "10.5": claim("balance", "balance improves within a couple of weeks",
        "within a couple of weeks", "keep the pelvis level"),
    "10.6": claim("balance", "hands on the hip bones show a side that drops or turns",
        "hands on your hip bones", "one side drops or turns", "glute often works harder", "smoother"),
    "10.7": claim("form-test", "after long sitting, some slow reps make hips looser",
        "sitting", "few controlled reps", "pause at the top", "ribs down", "more mobile and switched on"),
    "10.8": claim("form-test", "with a dumbbell on the hip crease, 8–10 reps per side are hard",
        "serious strength builder", "dumbbell", "crease of your hip", "8–10 reps on each side"),
    "10.9": claim("weaker-side", "match sides by quality: 10 clean reps left, a twist at rep 8 right, stop at 8",
        "quality", "left side stays level for 10 clean reps", "right side twists at rep 8", "stop at 8",
        "build up from 8"),
    "10.10": claim("weaker-side", "over a month, more even lifts, more stability, more confidence",
        "a month", "many people report", "more even effort .*squats", "stability in lunges",
        "confidence on one leg"),
    "10.11": claim("weaker-side", "it isn't magic; honest reps let the weak link catch up",
        "isn't magic", "honest reps", "weak link catches up"),
    "10.12": claim("everyday-life", "stairs and low seats can feel easier; sports need one-leg push-off",
        "stairs and low seats feel easier", "pushing off one leg", "strength and control"),
    "10.13": claim("everyday-life", "what a glute lacks is no motivation but a plan",
        "doesn't need a pep talk", "needs a plan"),
    "11.1": claim("conclusion", "simple-looking, serious: stronger glutes, steadier hips, more balanced strength",
        "looks simple", "stronger glutes, steadier hips", "equal strength on both sides"),
    "11.2": claim("focus", "a steady pelvis, ribs down, controlled reps",
        "level pelvis", "ribs down", "controlled reps"),
    "11.3": claim("next", "floor if needed, then bench, load only with solid form",
        "on the floor", "the bench", "add load once your form is solid"),
    "11.4": claim("next", "an accessory that punches above its weight",
        "punches well above its weight"),
}
# fmt: on
"""Each claim by its number in the article."""
WHOLE = r"(?<![–\d])"
"""Before a number: 3 sets are not 2–3 sets."""


@pytest.fixture(scope="module")
def sections(site: Site) -> dict[str, str]:
    """Return what is said under each heading, by the heading's id, until the next one that is not below it."""
    found: dict[str, list[str]] = {}
    for page in PAGES:
        open_: list[Element] = []
        for part in in_order(article(site, page)):
            if isinstance(part, Element):
                open_ = [heading for heading in open_ if heading.tag < part.tag] + [part]
            for heading in open_:
                said = words(part) if isinstance(part, Element) else part
                found.setdefault(heading.get("id") or "", []).append(said)
    return {name: " ".join(" ".join(said).split()) for name, said in found.items()}


def in_order(element: Element) -> Iterator[Element | str]:
    """Yield the headings below an element and the texts between them; what a figure shows is not read."""
    yield plain(element.text)
    for child in element:
        if child.tag in ("h1", "h2", "h3"):
            yield child
        elif "svg" not in child.tag:
            yield from in_order(child)
        yield plain(child.tail)


def plain(text: str | None) -> str:
    return (text or "").replace("’", "'")


def now(name: str) -> str:
    """Return an id, or the one that it has been redirected to."""
    moves = {old.partition("#")[2]: new.partition("#")[2] for old, new in DATA["permalinks"]["redirects"].items()}
    return moves.get(name) or name


@pytest.mark.parametrize("number", CLAIMS)
def test_the_site_says_what_the_article_says(sections: dict[str, str], number: str) -> None:
    under, says, patterns = CLAIMS[number]
    text = sections.get(now(under))
    assert text is not None, f"{number}: the article says {says}; no heading has the id {under!r}; {HERE}"
    missing = [pattern for pattern in patterns if not re.search(WHOLE + pattern, text, re.IGNORECASE)]
    assert not missing, f"{number}: the article says {says}; #{under} does not say {missing}; {HERE}"


def test_the_sections_stand_in_the_article_s_order(site: Site) -> None:
    headings = [heading for page in PAGES for heading in article(site, page).iter("h1")]
    titles = {heading.get("id") or "": words(heading) for heading in headings}
    wanted = [now(name) for name in SECTIONS]
    assert [name for name in titles if name in wanted] == wanted, f"the article's order is {wanted}; {HERE}"
    for name, title in zip(wanted, SECTIONS.values(), strict=True):
        assert re.search(title, titles[name], re.IGNORECASE), f"the article calls it {title!r}; {HERE}"


@pytest.mark.parametrize("kind", LISTS)
def test_what_the_article_lists_is_there_in_its_order(kind: str) -> None:
    wanted = [now(name) for name in LISTS[kind]]
    found = [item.id for item in ITEMS.values() if item.kind.id == kind and item.id in wanted]
    assert found == wanted, f"the article has these {kind}, in this order: {wanted}; {HERE}"


@pytest.mark.parametrize("group", GROUPS)
def test_what_the_article_sorts_stands_in_its_group(group: str) -> None:
    strays = [name for name in map(now, GROUPS[group]) if name in ITEMS and ITEMS[name].group != group]
    assert strays == [], f"in the article they are {group}; {HERE}"


def test_the_most_urgent_signs_stand_first() -> None:
    first = [rule["id"] for rule in DATA["safety"]["stop_now"]][: len(URGENT)]
    assert first == [now(name) for name in URGENT], f"they come before all others, for they can't wait; {HERE}"


def test_whom_the_article_warns_and_two_more_are_told_to_ask_first() -> None:
    asked = {rule["id"] for rule in DATA["safety"]["ask_first"]}
    assert {now(name) for name in ("current-injury", "pregnant", "surgery-bones-heart")} <= asked, HERE


def test_where_it_is_felt_one_place_is_right_and_one_means_stop() -> None:
    signs = {place["sign"]: place["to"].partition("#")[2] for place in DATA["feel"] if "sign" in place}
    assert signs == {"right": now("where-to-feel-it"), "stop": now("stop-now")}, HERE
