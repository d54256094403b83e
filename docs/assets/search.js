// Answers the search box, as a worker of its own: of each query, what was found and which rules of safety come first.
// From the page come {index} once, which scripts/pages/search.py makes, and {query, number} for each query.
// To the page go {ready} once, and for each query {number, results, marks, care}:
//   results: [{url, title, page, answer}], the best first; marks: the words to mark where a result leads
//   care: [{url, title, when, do, tone, later}], the rules of safety; later: only once the reader pauses

const SHOWN = 10;
const ENOUGH = 0.52; // the share of a query's meaning that the guide has to know
const LEAST = 0.45; // the share of it that a result has to cover
const MARKED = 20; // the most words that are marked on a result's page
const UNKNOWN = 4.5; // the rarity of a word that the guide does not know
const LONGEST = 24; // the most words of a query that are read
let index, spelling, stop;
let words; // each known word, with the number of its stem
let rarity; // of each stem, by its number

const sum = numbers => numbers.reduce((total, number) => total + number, 0);

const tokens = text => {
  const plain = text.toLowerCase().normalize('NFKD').replace(/['’]|[\u0300-\u036f]/g, '');
  return (plain.match(/[a-z0-9]+/g) ?? []).slice(0, LONGEST);
};

// Whether the last word of a query is still being typed, for all that is known.
const isTyping = query => /[a-z0-9]$/i.test(query);

// A word in the guide's spelling.
const respelled = word => spelling.reduce((so, [pattern, by]) => so.replace(pattern, by), word);

// Whether two words differ by at most `most` letters added, dropped, changed or swapped.
const near = (a, b, most) => {
  if (Math.abs(a.length - b.length) > most) return false;
  let before = [], row = Array.from({length: b.length + 1}, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return false;
    [before, row] = [row, next];
  }
  return row[b.length] <= most;
};

// A word as it is, in the guide's spelling, and without its ending.
const forms = word => {
  const plain = respelled(word);
  return [word, plain, plain.replace(/(ing|ed|es|s|er|ly|ation)$/, ''), plain.replace(/(ing|ed|ation)$/, 'e')];
};

// The stems a word of the query may mean, each with how sure that is.
const meanings = (word, typing) => {
  const found = new Map();
  const add = (form, sure) => found.set(words.get(form), Math.max(sure, found.get(words.get(form)) || 0));
  const addAll = (sure, fits) => { for (const form of words.keys()) if (fits(form)) add(form, sure); };
  const exact = forms(word).find((form, i) => words.has(form) && (i < 2 || form.length > 2));
  if (exact) add(exact, exact === word ? 1 : .95);
  if ((typing && word.length > 1) || (!exact && word.length >= 5)) addAll(.8, form => form.startsWith(word));
  const one = word.replace(/s$/, ''), alike = form => form[0] === word[0] && form.length > 3;
  for (let by = 1; by <= (word.length >= 9 ? 2 : 1) && !found.size && word.length >= 5; by++)
    addAll(.8 - .15 * by, form => alike(form) && (near(word, form, by) || near(one, form, by)));
  return found;
};

// A word that is not known may be two that are: deadbugs.
const split = word => {
  if (word.length < 6 || meanings(word, false).size) return [word];
  for (let at = 3; at <= word.length - 3; at++) {
    const [first, rest] = [word.slice(0, at), word.slice(at)];
    if (words.has(first) && meanings(rest, false).size) return [first, rest];
  }
  return [word];
};

// The words of a query that tell something, or all where none does.
const telling = query => {
  const all = tokens(query).flatMap(split);
  const found = all.filter(word => !stop.has(word));
  return found.length ? found : all;
};

// Each word asked for: the stems it may mean, each with how sure that is, and how much the word tells.
const understand = (asked, query) => {
  const last = isTyping(query) && tokens(query).at(-1);
  return [...new Set(asked)].map(word => {
    const stems = meanings(word, word === last);
    const rare = stems.size ? Math.max(...[...stems.keys()].map(stem => rarity[stem])) : UNKNOWN;
    return {stems, rare};
  });
};

// The stems that are wanted for any of the words.
const union = meant => {
  const wanted = new Map();
  for (const {stems} of meant) {
    for (const [stem, sure] of stems) wanted.set(stem, Math.max(sure, wanted.get(stem) ?? 0));
  }
  return wanted;
};

// How well each entry answers one word: as well as the best of its stems there.
const answers = stems => {
  const best = new Map();
  for (const [stem, sure] of stems) {
    const row = index.stems[stem];
    for (let i = 0; i < row.length; i += 2) {
      const [entry, weight] = [row[i], row[i + 1]];
      best.set(entry, Math.max(best.get(entry) ?? 0, weight * sure * rarity[stem]));
    }
  }
  return best;
};

// The score of each entry for all words together, and how much of what they tell it covers.
const score = meant => {
  const found = new Map();
  for (const {stems, rare} of meant) {
    for (const [entry, points] of answers(stems)) {
      const before = found.get(entry) ?? {points: 0, covered: 0};
      found.set(entry, {points: before.points + points, covered: before.covered + rare});
    }
  }
  return found;
};

// A phrase of an entry that the query holds whole says more than its words.
const addPhrases = (found, wanted, count) => {
  for (const [entry, ...stems] of index.phrases) {
    if (!found.has(entry) || !stems.every(stem => wanted.has(stem))) continue;
    const share = stems.length / Math.max(Math.min(wanted.size, count), stems.length);
    found.get(entry).points += 3 * share * sum(stems.map(stem => rarity[stem] * wanted.get(stem)));
  }
};

// The entries that answer a query, the best first, and the words to mark there.
const resultsFor = query => {
  const asked = telling(query);
  const meant = understand(asked, query);
  const whole = sum(meant.map(({rare}) => rare));
  const understood = sum(meant.filter(({stems}) => stems.size).map(({rare}) => rare));
  if (understood / whole < ENOUGH) return {found: [], marks: []};
  const wanted = union(meant);
  const scores = score(meant);
  addPhrases(scores, wanted, asked.length);
  const found = [...scores]
    .map(([entry, {points, covered}]) => ({entry, share: covered / whole, points: points * (covered / whole) ** 2}))
    .filter(({share}) => share >= LEAST)
    .sort((a, b) => b.points - a.points || a.entry - b.entry)
    .slice(0, SHOWN);
  const marks = [...wanted.keys()].flatMap(stem => index.words[stem]).sort().slice(0, MARKED);
  return {found: found.map(({entry}) => entry), marks};
};

// ---- What needs a rule of safety first: whole words in every inflection, whatever else is found ----

let cards, careWords, longWords;

// A word without its endings, so that dizzy and dizziness are one; both sides of a comparison are cut alike.
const root = word => {
  const cut = word.replace(/(ness|ful|ing|ies|ed|es|s|ly|y|e|i)$/, '');
  return cut !== word && cut.length > 2 ? root(cut) : word.replace(/([^aeiou])\1$/, '$1');
};

// Each phrase becomes its parts, each part the words that stand side by side, each word the roots that mean the same.
const setUpCare = ({care, alike}) => {
  const rings = alike.map(ring => new Set(ring.map(root)));
  const meant = word => rings.find(ring => ring.has(root(word))) ?? new Set([root(word)]);
  const parts = phrase => phrase.split(' ').map(part => tokens(part).map(meant));
  cards = care.map(({search, alone, unless, ...card}) => (
    {card, search: search.map(parts), alone: alone.map(parts), unless: unless.map(parts)}));
  const typed = [...care.flatMap(({search, alone}) => [...search, ...alone]).flatMap(tokens), ...alike.flat()];
  careWords = new Set(typed);
  longWords = [...careWords].filter(word => word.length > 3);
};

// Where in the query the words of a phrase stand, or nothing where it is not said.
const places = (phrase, asked) => {
  const place = part => asked.findIndex((_, at) => part.every((meant, i) => meant.has(asked[at + i])));
  const found = phrase.map(part => [part, place(part)]);
  return found.every(([, at]) => at >= 0) ? found.flatMap(([part, at]) => part.map((_, i) => at + i)) : undefined;
};

// Whether two words have the same letters, in another order.
const sorted = word => [...word].sort().join('');

// The word of safety that an unknown word was meant to be: of a short one, only the order of its letters is put right.
const corrected = word => {
  if (words.has(word) || careWords.has(word)) return undefined;
  const alike = known => word.length < 6
    ? sorted(word) === sorted(known)
    : known.length > 5 && near(word, known, word.length < 9 ? 1 : 2);
  return longWords.find(known => known[0] === word[0] && alike(known));
};

// Whether a word is only the beginning of a word of safety, as it is while that is being typed.
const begun = word => !words.has(word) && !careWords.has(word) && !careWords.has(`${word}s`)
  && [...careWords].some(known => known.startsWith(word));

// At most one card for stopping and one for asking, the most urgent of each. A card is for later, when the reader has
// stopped typing, where the word being typed may become another, or where more words would change what is meant.
const careFor = query => {
  const given = tokens(query), last = given.length - 1;
  const typing = isTyping(query);
  const asked = given.map((word, at) => typing && at === last && begun(word) ? '' : root(corrected(word) || word));
  const goesOn = form => form.length > given[last].length && form.startsWith(given[last]) && root(form) !== asked[last];
  const unsure = typing && (corrected(given[last]) || [...words.keys()].some(goesOn));
  const found = cards.flatMap(({card, search, alone, unless}) => {
    if (unless.some(phrase => places(phrase, asked))) return [];
    const said = search.map(phrase => places(phrase, asked)).filter(Boolean);
    if (said.some(at => !unsure || !at.includes(last))) return [{...card, later: false}];
    const only = at => at && given.every((word, i) => at.includes(i) || stop.has(word));
    return said.length || alone.some(phrase => only(places(phrase, asked))) ? [{...card, later: true}] : [];
  });
  return ['stop', 'ask'].flatMap(tone => found.find(card => card.tone === tone) ?? []);
};

// ---- Messages ----

const setUp = given => {
  index = given;
  words = new Map(index.words.flatMap((ofStem, stem) => ofStem.map(word => [word, stem])));
  stop = new Set(index.stop);
  spelling = index.spelling.map(([pattern, by]) => [new RegExp(pattern, 'g'), by]);
  // A row has two numbers for each entry that the stem stands in.
  rarity = index.stems.map(row => Math.log(1 + 2 * index.entries.length / row.length));
  setUpCare(index);
};

const shown = entry => {
  const [url, title, page, answer] = index.entries[entry];
  return {url, title, page: index.pages[page], answer};
};

addEventListener('message', ({data}) => {
  if (data.index) {
    setUp(data.index);
    postMessage({ready: true});
  } else {
    const {found, marks} = resultsFor(data.query);
    postMessage({number: data.number, results: found.map(shown), marks, care: careFor(data.query)});
  }
});
