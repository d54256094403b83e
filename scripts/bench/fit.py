"""Fits the numbers of the search to what people type: `python -m bench.fit [site folder]`, in a minute.

What is fitted: `weights` of the index, which scripts/pages/search.py has as WEIGHTS; no word, and no other number.
On what: the queries of tests/queries/voices.yml and own.yml. Those of public.yml are left alone, for a look at the end.
Why so: numbers fitted to queries always do well on these. So each voice is left out once, the numbers are fitted to all
others, and the voice that was left out is asked with them: that sum says what a stranger may expect. What is printed as
fitted on all is worth taking only where that sum is no worse than the one of the numbers as they are, which may have
been fitted to all voices before. For the same reason a fit begins not with these, but with the powers of two next to
them. A difference of a few queries is chance.
"""

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import log2
from pathlib import Path
from typing import NamedTuple

from bench import say
from bench.host import Host
from bench.search import FILES, ROOT, Answer, Ask, Query, Score, headings, of, read_queries, score, worker_of
from bench.visits import chromium

WITHIN_THREE = 0.7
"""What a right answer within the first three counts; one that comes first counts 1 more."""
STEPS = (2, 1.4, 1.2, 1.1)
"""The factors by which each number is tried larger and smaller, one round for each."""
SURE = {"begun", "typo", "joined"}
"""What says how sure something is, and so is never more than 1."""
EXACT = "exact"
"""The number that changes no rank: how much of a query its best answer covers, for it to be shown as an answer."""
WRONG = 1 / 3
"""The most of the queries without an answer, as a share, that may be shown one."""

Weights = Mapping[str, float]
Asked = Callable[[Weights], Mapping[Query, Answer]]
"""Asks all queries with these weights."""


class Way(NamedTuple):
    """One way to part the queries: its name, those that are fitted to, and those that are asked afterwards."""

    name: str
    fitted: list[Query]
    asked: list[Query]


def main() -> None:
    """Print how well each voice is found by weights fitted without it, and the weights of each way."""
    parser = argparse.ArgumentParser(prog="bench.fit", description="Fits the numbers of a site's search.")
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "site", help="the folder of the site; site/")
    site = parser.parse_args().site
    if not (site / FILES[0]).is_file():
        parser.error(f"{site} holds no site; `make site` builds one")
    found = headings(site)
    now = json.loads((site / FILES[0]).read_text(encoding="utf-8"))["weights"]
    own, voices = read_queries("own", found), read_queries("voices", found)
    with chromium() as browser, Host(site) as host, worker_of(browser, host.home) as ask:
        asked, ways = remembering(ask, [*own, *voices]), ways_of(own, voices)
        fits = {way.name: fit(way, now, asked, ask, found) for way in ways}
        before = {way.name: count(way.asked, asked(now), found) for way in ways}
        after = {way.name: count(way.asked, asked(fits[way.name]), found) for way in ways}
    print(*scores_table("With the weights as they are", before), sep="\n")
    print(*scores_table("With the weights fitted", after), sep="\n")
    print(*weights_table(fits, now), sep="\n")


# ---- The fit ----


def ways_of(own: list[Query], voices: list[Query]) -> list[Way]:
    """Return a way for each voice, which is left out and asked, and at last one that leaves out nothing."""
    names = sorted({query.id[0] for query in voices})
    parted = [
        Way(
            name,
            [*own, *(query for query in voices if query.id[0] != name)],
            [query for query in voices if query.id[0] == name],
        )
        for name in names
    ]
    return [*parted, Way("all", [*own, *voices], voices)]


def remembering(ask: Ask, queries: list[Query]) -> Asked:
    """Return what asks these queries, and no weights twice: all ways begin with the same."""
    kept: dict[tuple[float, ...], dict[Query, Answer]] = {}

    def asked(weights: Weights) -> Mapping[Query, Answer]:
        key = tuple(weights[name] for name in sorted(weights))
        if key not in kept:
            kept[key] = dict(zip(queries, ask([query.text for query in queries], weights), strict=True))
        return kept[key]

    return asked


def fit(way: Way, now: Weights, asked: Asked, ask: Ask, found: Mapping[str, str]) -> dict[str, float]:
    """Return the weights that are found for a way, and then the least `exact` that is hardly ever wrong with them."""
    start = {name: rough(weight) for name, weight in now.items() if name != EXACT}
    rest = {EXACT: now[EXACT]}
    best = climb(start, lambda weights: worth(count(way.fitted, asked({**weights, **rest}), found)), way.name)
    without = [query.text for query in way.fitted if not query.expect]
    return best | {EXACT: least_exact(lambda exact: ask(without, {**best, EXACT: exact}))}


def climb(start: Weights, worth_of: Callable[[Weights], float], name: str) -> dict[str, float]:
    """Return the best weights of a search along one after the other; what is as good as before is not taken."""
    best, most = dict(start), worth_of(start)
    for step in STEPS:
        say(f"fitting {name} by steps of {step}; worth {most:.3f} so far")
        for weight in start:
            for factor in (step, 1 / step):
                tried = moved(best, weight, factor)
                if tried != best and (its := worth_of(tried)) > most:
                    best, most = tried, its
                    break
    return best


def rough(weight: float) -> float:
    """Return the power of two that is next to a weight."""
    return float(2 ** round(log2(weight)))


def moved(weights: Weights, name: str, factor: float) -> dict[str, float]:
    """Return the weights with one of them multiplied, in three digits, as it will be written."""
    weight = float(f"{weights[name] * factor:.3g}")
    return {**weights, name: min(1.0, weight) if name in SURE else weight}


def worth(it: Score) -> float:
    """Return what is to be as large as can be: the shares of answers that come first, and within the first three."""
    return (it.first + WITHIN_THREE * it.within_three) / it.answered


def count(queries: Iterable[Query], answers: Mapping[Query, Answer], found: Mapping[str, str]) -> Score:
    """Return the score of some of the queries that were asked."""
    chosen = list(queries)
    return score(chosen, [answers[query] for query in chosen], found)


def least_exact(answers_at: Callable[[float], list[Answer]]) -> float:
    """Return the least `exact`, in hundredths, at which at most WRONG of the answers are shown as such.

    They answer what has no answer. The less `exact` is, the more right answers are shown as answers, too.
    """
    low, high = 0, 101  # at more than 1, nothing is exact
    while low < high:
        middle = (low + high) // 2
        answers = answers_at(middle / 100)
        if sum(answer.exact for answer in answers) <= WRONG * len(answers):
            high = middle
        else:
            low = middle + 1
    return low / 100


# ---- What is printed ----


def weights_table(fits: Mapping[str, Weights], now: Weights) -> Iterator[str]:
    """Yield a line for each weight: fitted without each voice, fitted on all, and as it is."""
    yield f"\n{'Weights fitted':<28}" + "".join(f"{column:>12}" for column in [*columns(fits), "as they are"])
    for name in now:
        yield f"  {name:<26}" + "".join(f"{weights[name]:>12g}" for weights in [*fits.values(), now])


def scores_table(title: str, found: Mapping[str, Score]) -> Iterator[str]:
    """Yield what was found of each voice that was left out, of these together, and of all by what is fitted on all."""
    *voices, on_all = found.values()
    together = Score(*map(sum, zip(*voices, strict=True)))
    yield f"\n{title:<28}" + "".join(f"{name:>14}" for name in [*list(found)[:-1], "sum", "fitted on all"])
    rows: list[tuple[str, Callable[[Score], str]]] = [
        ("first", lambda it: of(it.first, it.answered)),
        ("within three", lambda it: of(it.within_three, it.answered)),
        ("shown as answers", lambda it: of(it.exact_with, it.answered)),
        ("without one, shown", lambda it: of(it.exact_without, it.queries - it.answered)),
    ]
    for name, show in rows:
        yield f"  {name:<26}" + "".join(f"{show(it):>14}" for it in [*voices, together, on_all])


def columns(fits: Mapping[str, Weights]) -> list[str]:
    """Return the heading of each way's column."""
    return [name if name == "all" else f"without {name}" for name in fits]


if __name__ == "__main__":
    main()
