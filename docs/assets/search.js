// Answers the search box, as a worker of its own: of each query, what was found and which rules of safety come first.
// From the page come {index} once, which scripts/pages/search.py makes, and {query, number} for each query.
// To the page go {ready, usual} once, and for each query {number, vague, exact, results, care}:
//   vague: whether it tells nothing yet
//   results: [{url, title, page, figure, answer, marks}], the best first; answer: [[text, marked], …], the line that
//     answers; marks: the words to mark where the result leads; exact: whether they answer what was asked
//   care: [{url, title, when, do, tone, later}], the rules of safety; later: only once the reader pauses

const SHOWN = 10;
// The most characters of the line that answers.
const LINE = 120;
// The most characters of that before the first word that was asked for.
const BEFORE = 60;
// The most words that are marked on a result's page.
const MARKED = 20;
// The most words of a query that are looked up.
const WORDS = 24;
// The most letters of a word that may be two.
const LETTERS = 24;
// The most characters of a query that are read, so that no word is endless.
const READ = 1000;
// What it counts that a query is a section's name: more than all else.
const NAMED = 1000;

// What counts how much; scripts/pages/search.py has them.
let weights;
let stop, common, spelling, endings;
// Of each word and phrase of the thesaurus, as stems: its rings, and how much its words are the same there.
let rings;
// Of each stem that a phrase of the thesaurus begins with: the words of the longest one.
let longest;
// What the whole guide is about, each name as stems.
let subjects;
let sections;
// The stem of each word of the guide and of the thesaurus.
let known;
// Of each term: the sections that hold it, and its weight there.
let held;
// Of each term: the phrases that hold it, and how much it is the same there.
let phrasesOf;
let rarity;

const sum = numbers => numbers.reduce((total, number) => total + number, 0);
const raise = (map, key, value) => map.set(key, Math.max(value, map.get(key) ?? 0));

// ---- Words: read alike in the guide and in a query ----

// A text's words; a number is a word of its own (3x10), and so are the parts of a word with a hyphen.
const tokens = text => {
  const plain = text.toLowerCase().normalize('NFKD').replace(/['’]|[\u0300-\u036f]/g, '');
  return plain.match(/[a-z]+|\d+/g) ?? [];
};

// A word in the guide's spelling.
const respelled = word => spelling.reduce((so, [pattern, by]) => so.replace(pattern, by), word);

// How facts/stems.py cuts words, with the same patterns.
const ends = (name, word) => endings[name].test(word);
const without = (name, word) => word.replace(endings[name], '');
const isWord = word => word.length > 2 && /[aeiouy]/.test(word);
const bare = word => (ends('short', word) ? `${word}e` : without('double', word));

// A word without its endings: stabilize, stabilizing and stability are one.
const cut = given => {
  let word = without('plural', given.replace(endings.past, 'y'));
  for (let shorter = without('ending', word); isWord(shorter) && shorter !== word; shorter = without('ending', word)) {
    word = ends('verb', word) ? bare(shorter) : shorter;
  }
  word = word.endsWith('y') && ends('short', word.slice(0, -1)) ? bare(word.slice(0, -1)) : without('adverb', word);
  word = word.replace(/i$/, 'y');
  return ends('short', word.slice(0, -1)) ? word : word.replace(/e$/, '');
};

const stem = word => known.get(word) ?? cut(respelled(word));
const stemsIn = text => tokens(text).map(stem).join(' ');

// Whether the last word of a query is still being typed, for all that is known.
const isTyping = query => /[a-z0-9]$/i.test(query);

const learn = text => { for (const word of tokens(text)) known.set(word, stem(word)); };

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

// ---- Terms: what a text is found by, which is its stems, and the rings of the thesaurus that it names ----

// Each ring that a row of words names by their stems, with where it does, and how much it is the same; a word that tells
// nothing is only a part of a phrase: "but" is no butt.
const ringsIn = (words, stems) => {
  const named = [];
  for (let from = 0; from < stems.length; from++) {
    const end = Math.min(from + (longest.get(stems[from]) ?? 0), stems.length);
    for (let to = from + (stop.has(words[from]) ? 2 : 1); to <= end; to++) {
      for (const [ring, same] of rings.get(stems.slice(from, to).join(' ')) ?? []) named.push({from, to, ring, same});
    }
  }
  return named;
};

// The terms of a text of the guide, each with how much it is the same; a word that tells nothing is none.
const termsOf = text => {
  const words = tokens(text);
  const terms = new Map(words.filter(word => !stop.has(word)).map(word => [stem(word), 1]));
  for (const {ring, same} of ringsIn(words, words.map(stem))) raise(terms, ring, same);
  return terms;
};

// ---- A query ----

// A word that is not known may be two that are: deadbugs.
const split = word => {
  if (word.length > LETTERS || known.has(word) || common.has(word) || held.has(stem(word))) return [word];
  for (let at = 2; at <= word.length - 2; at++) {
    const [first, rest] = [word.slice(0, at), word.slice(at)];
    if (known.has(first) && !stop.has(first) && held.has(stem(rest))) return [first, rest];
  }
  return [word];
};

// The stems that a word may mean, each with how sure that is. A common word is what it says, and no slip of the finger.
const stemsOf = word => {
  const stems = new Map();
  const isKnown = known.has(word) || held.has(stem(word));
  if (isKnown) return stems.set(stem(word), 1);
  if (word.length < 4 || common.has(word)) return stems;
  const addAll = (sure, fits) => { for (const [form, its] of known) if (fits(form)) raise(stems, its, sure); };
  addAll(weights.begun, form => form.startsWith(word));
  for (let by = 1; by <= (word.length < 9 ? 1 : 2) && !stems.size; by++) {
    addAll(weights.typo / by, form => form[0] === word[0] && form.length > 3 && near(word, form, by));
  }
  return stems;
};

// A part of a query: the terms that it may mean, each with how sure that is, and how much it tells.
const part = (terms, factor = 1) => ({
  terms,
  tells: terms.size ? factor * Math.max(...[...terms].map(([term, sure]) => sure * rarity.get(term))) : weights.strange,
});

// What a word of a query may mean: its stems, their rings, and a word that it makes with the one beside it.
const meanings = (stems, joined) => {
  const terms = new Map([...stems].filter(([term]) => held.has(term)));
  for (const [term, sure] of stems) {
    for (const [ring, same] of rings.get(term) ?? []) if (held.has(ring)) raise(terms, ring, sure * same);
  }
  for (const word of joined) if (held.has(known.get(word))) raise(terms, known.get(word), weights.joined);
  return terms;
};

// A word that is still being typed may be any that begins like it; what it would mean then is left open.
const addBegun = (terms, word) => {
  for (const [form, its] of known) if (form.startsWith(word) && held.has(its)) raise(terms, its, weights.begun);
};

// Where stems say only what the whole guide is about.
const subjectIn = stems => new Set(stems.flatMap((_, from) => (
  subjects.filter(name => name.every((one, i) => one === stems[from + i])).flatMap(name => name.map((one, i) => from + i)))));

// The parts of a query: each word that tells something, and each phrase of the thesaurus. What the guide is about tells
// nothing beside other words: paused hip thrusts are about the pause.
const understand = query => {
  const words = tokens(query).slice(0, WORDS).flatMap(split);
  const typing = isTyping(query) && words.length - 1;
  const meant = words.map(stemsOf);
  const surest = meant.map((stems, i) => [...stems].sort((a, b) => b[1] - a[1])[0]?.[0] ?? stem(words[i]));
  const telling = words.map((_, i) => i).filter(i => !stop.has(words[i]) && !(i === typing && /^[a-z]$/.test(words[i])));
  const subject = subjectIn(surest);
  const left = telling.filter(i => !subject.has(i));
  const parts = (left.length ? left : telling).map(i => {
    const terms = meanings(meant[i], [(words[i - 1] ?? '') + words[i], words[i] + (words[i + 1] ?? '')]);
    if (i === typing) addBegun(terms, words[i]);
    return part(terms);
  });
  const isRead = ({from, to}) => !left.length || !(subject.has(from) && subject.has(to - 1));
  const named = ringsIn(words, surest).filter(one => one.to > one.from + 1 && held.has(one.ring) && isRead(one));
  return [...parts, ...named.map(({ring, same}) => part(new Map([[ring, same]]), weights.named))];
};

// ---- The sections that answer it ----

// How well each section answers the parts of a query, word by word, and how much of what they tell it covers.
const byWords = parts => {
  const scores = sections.map(() => ({points: 0, covered: 0}));
  for (const {terms, tells} of parts) {
    const points = new Map(), covered = new Map();
    for (const [term, sure] of terms) {
      for (const [section, weight] of held.get(term)) {
        raise(points, section, weight * sure * rarity.get(term));
        raise(covered, section, tells * sure);
      }
    }
    for (const [section, more] of points) {
      scores[section].points += more;
      scores[section].covered += covered.get(section);
    }
  }
  return scores;
};

// How near a query comes to the nearest phrase of each section, from 0 to 1: what they share, of what both of them tell.
const byPhrases = (parts, whole) => {
  const shared = new Map();
  for (const {terms, tells} of parts) {
    const best = new Map();
    for (const [term, sure] of terms) {
      for (const [phrase, same] of phrasesOf.get(term) ?? []) raise(best, phrase, tells * sure * same);
    }
    for (const [phrase, more] of best) shared.set(phrase, more + (shared.get(phrase) ?? 0));
  }
  const nearest = new Map();
  for (const [{section, tells}, all] of shared) {
    raise(nearest, section, all / Math.sqrt(whole * Math.max(tells, all * all / whole)));
  }
  return nearest;
};

// The sections that answer the parts of a query, the best first, each with how much of it they cover; one whose name it
// is covers all of it.
const rank = (parts, name) => {
  const whole = sum(parts.map(({tells}) => tells));
  const nearest = byPhrases(parts, whole);
  const scored = byWords(parts).flatMap(({points, covered}, section) => {
    if (sections[section].names.includes(name)) return [{section: sections[section], share: 1, score: NAMED + points}];
    if (!points) return [];
    const share = covered / whole;
    const alike = weights.phrase * (nearest.get(section) ?? 0) ** weights.near;
    return [{section: sections[section], share, score: points / whole * share ** weights.share + alike}];
  });
  return scored.sort((one, other) => other.score - one.score).slice(0, SHOWN);
};

// ---- What is shown of a section ----

// The words of a text, each with where it stands, and the rings that they name; read when it is shown first.
const readings = new Map();
const read = text => {
  if (!readings.has(text)) {
    const words = [...text.matchAll(/[\p{L}\p{N}'’]+/gu)].flatMap(({0: word, index}) => (
      tokens(word).map(token => ({token, stem: stem(token), from: index, to: index + word.length}))));
    readings.set(text, {words, named: ringsIn(words.map(({token}) => token), words.map(word => word.stem))});
  }
  return readings.get(text);
};

// The words of a text that a query names or, where it names none, those that mean the same; of a phrase, what tells.
const meantIn = (text, wanted) => {
  const {words, named} = read(text);
  const telling = words.filter(({token}) => !stop.has(token));
  const same = new Set(named.filter(({ring}) => wanted.has(ring)).flatMap(({from, to}) => words.slice(from, to)));
  const meant = telling.filter(word => wanted.has(word.stem));
  return meant.length ? meant : telling.filter(word => same.has(word));
};

// A part of a text in pieces, each with whether it is a word that is meant.
const inPieces = (text, meant, start, end) => {
  const pieces = [];
  let at = start;
  for (const {from, to} of meant) {
    if (from < at || to > end) continue;
    pieces.push([text.slice(at, from), false], [text.slice(from, to), true]);
    at = to;
  }
  return [...pieces, [text.slice(at, end), false]].filter(([piece]) => piece);
};

// The line of a section that answers best: from the sentence with most of the words that are meant, else from the first.
const answerOf = (text, wanted) => {
  const meant = meantIn(text, wanted);
  const worth = ({0: sentence, index}) => new Set(
    meant.filter(({from, to}) => from >= index && to <= index + sentence.length).map(word => word.stem)).size;
  const sentences = [...text.matchAll(/.+?(?:[.?!](?=\s)|$)\s*/g)];
  const [{index: best} = {index: 0}] = [...sentences].sort((one, other) => worth(other) - worth(one));
  // What stands before the last sentences belongs to them, as far as there is room.
  const whole = Math.min(best, sentences.find(({index}) => text.length - index <= LINE)?.index ?? best);
  const first = meant.find(({from}) => from >= whole)?.from ?? whole;
  const start = first < whole + LINE ? whole : text.lastIndexOf(' ', first - BEFORE) + 1;
  const end = text.length - start <= LINE ? text.length : text.lastIndexOf(' ', start + LINE);
  const pieces = inPieces(text, meant, start, end);
  return [...(start > whole ? [['… ', false]] : []), ...pieces, ...(end < text.length ? [[' …', false]] : [])];
};

// The words of a text that are meant, for its page to mark.
const marksIn = (text, wanted) => [...new Set(meantIn(text, wanted).map(({token}) => token))].slice(0, MARKED);

// ---- What needs a rule of safety first: whole words in every inflection, whatever else is found ----

let cards, careWords, longWords;

// A word without its endings, so that dizzy and dizziness are one; both sides of a comparison are cut alike.
const root = word => {
  const shorter = word.replace(/(ness|ful|ing|ies|ed|es|s|ly|y|e|i)$/, '');
  return shorter !== word && shorter.length > 2 ? root(shorter) : word.replace(/([^aeiou])\1$/, '$1');
};

// Each phrase becomes its parts, each part the words that stand side by side, each word the roots that mean the same.
const setUpCare = ({care, alike}) => {
  const groups = alike.map(group => new Set(group.map(root)));
  const meant = word => groups.find(group => group.has(root(word))) ?? new Set([root(word)]);
  const parts = phrase => phrase.split(' ').map(words => tokens(words).map(meant));
  cards = care.map(({search, alone, unless, ...card}) => (
    {card, search: search.map(parts), alone: alone.map(parts), unless: unless.map(parts)}));
  const typed = [...care.flatMap(({search, alone}) => [...search, ...alone]).flatMap(tokens), ...alike.flat()];
  careWords = new Set(typed);
  longWords = [...careWords].filter(word => word.length > 3);
};

// Where in the query the words of a phrase stand, or nothing where it is not said.
const places = (phrase, roots) => {
  const place = words => roots.findIndex((_, at) => words.every((meant, i) => meant.has(roots[at + i])));
  const found = phrase.map(words => [words, place(words)]);
  return found.every(([, at]) => at >= 0) ? found.flatMap(([words, at]) => words.map((_, i) => at + i)) : undefined;
};

// Whether two words have the same letters, in another order.
const sorted = word => [...word].sort().join('');

// The word of safety that an unknown word was meant to be: of a short one, the order of its letters is put right, and
// one that is missing.
const corrected = word => {
  if (known.has(word) || careWords.has(word) || common.has(word)) return undefined;
  const isAlike = other => word.length < 6
    ? sorted(word) === sorted(other) || (word.length > 3 && other.length > word.length && near(word, other, 1))
    : other.length > 5 && near(word, other, word.length < 9 ? 1 : 2);
  return longWords.find(other => other[0] === word[0] && isAlike(other));
};

// Whether a word is only the beginning of a word of safety, as it is while that is being typed.
const begun = word => !known.has(word) && !careWords.has(word) && !careWords.has(`${word}s`)
  && [...careWords].some(other => other.startsWith(word));

// At most one card for stopping and one for asking, the most urgent of each. A card is for later, when the reader has
// stopped typing, where the word being typed may become another, or where more words would change what is meant.
const careFor = query => {
  const given = tokens(query), last = given.length - 1;
  const typing = isTyping(query);
  const roots = given.map((word, at) => typing && at === last && begun(word) ? '' : root(corrected(word) || word));
  const goesOn = form => form.length > given[last].length && form.startsWith(given[last]) && root(form) !== roots[last];
  const unsure = typing && (corrected(given[last]) || [...known.keys()].some(goesOn));
  const found = cards.flatMap(({card, search, alone, unless}) => {
    if (unless.some(phrase => places(phrase, roots))) return [];
    const said = search.map(phrase => places(phrase, roots)).filter(Boolean);
    if (said.some(at => !unsure || !at.includes(last))) return [{...card, later: false}];
    const only = at => at && given.every((word, i) => at.includes(i) || stop.has(word));
    return said.length || alone.some(phrase => only(places(phrase, roots))) ? [{...card, later: true}] : [];
  });
  return ['stop', 'ask'].flatMap(tone => found.find(card => card.tone === tone) ?? []);
};

// ---- What is made of the index ----

const setUpRings = index => {
  rings = new Map();
  longest = new Map();
  index.rings.forEach((names, ring) => {
    for (const name of names.split('|')) {
      learn(name);
      const stems = tokens(name).map(stem), key = stems.join(' ');
      rings.set(key, [...rings.get(key) ?? [], [ring, index.same[ring]]]);
      raise(longest, stems[0], stems.length);
    }
  });
};

// What each section is found by: the terms of its title, its everyday words, its text and its page's title.
const setUpTerms = () => {
  held = new Map();
  const hold = (section, term, weight) => {
    if (!held.has(term)) held.set(term, new Map());
    held.get(term).set(section, weight + (held.get(term).get(section) ?? 0));
  };
  sections.forEach(({title, page, text, everyday}, section) => {
    const said = new Map();
    for (const phrase of everyday) {
      for (const [term, same] of termsOf(phrase)) said.set(term, same + (said.get(term) ?? 0));
    }
    const weightOf = often => weights.everyday * Math.min(1, weights.often * Math.log(1 + often));
    for (const [term, often] of said) hold(section, term, weightOf(often));
    for (const [given, weight] of [[title, weights.title], [text, 1], [page, weights.page]]) {
      for (const [term, same] of termsOf(given)) hold(section, term, weight * same);
    }
  });
  rarity = new Map([...held].map(([term, of]) => [term, Math.log(1 + sections.length / of.size) ** weights.rarity]));
};

// The phrases of each section: its title and its everyday words, with how much they tell.
const setUpPhrases = () => {
  phrasesOf = new Map();
  sections.forEach(({title, everyday}, section) => {
    for (const text of [title, ...everyday]) {
      const terms = termsOf(text);
      const tells = sum([...terms.keys()].filter(term => typeof term === 'string').map(term => rarity.get(term)));
      const phrase = {section, tells};
      for (const [term, same] of terms) {
        if (!phrasesOf.has(term)) phrasesOf.set(term, []);
        phrasesOf.get(term).push([phrase, same]);
      }
    }
  });
};

const setUp = index => {
  ({weights} = index);
  stop = new Set(index.stop);
  common = new Set(index.common.split(' '));
  spelling = index.spelling.map(([pattern, by]) => [new RegExp(pattern, 'g'), by]);
  endings = Object.fromEntries(Object.entries(index.endings).map(([name, pattern]) => [name, new RegExp(pattern)]));
  known = new Map();
  readings.clear();
  subjects = index.subject.map(name => tokens(name).map(stem));
  setUpRings(index);
  const pages = new Map(index.places.flatMap(([page, anchor], i) => (anchor ? [] : [[page, index.titles[i]]])));
  sections = index.places.map(([place, anchor], i) => ({
    url: index.pages[place] + (anchor && `#${anchor}`),
    title: index.titles[i],
    page: anchor && pages.get(place),
    figure: index.figures[i],
    text: index.texts[i],
    everyday: index.words[i].split('|'),
    names: [index.titles[i], anchor].filter(Boolean).map(stemsIn),
  }));
  for (const {title, text, everyday} of sections) [title, text, ...everyday].forEach(learn);
  setUpTerms();
  setUpPhrases();
  setUpCare(index);
};

// ---- Messages ----

const answer = query => {
  const parts = understand(query);
  const found = rank(parts, stemsIn(query));
  const wanted = new Set(parts.flatMap(({terms}) => [...terms.keys()]));
  const results = found.map(({section: {url, title, page, figure, text}}) => (
    {url, title, page, figure, answer: answerOf(text, wanted), marks: marksIn(`${title} ${text}`, wanted)}));
  const exact = found.length > 0 && found[0].share >= weights.exact;
  const vague = !parts.length && !found.length && (tokens(query).length > 0 || !query.trim());
  return {vague, exact, results, care: careFor(query)};
};

addEventListener('message', ({data}) => {
  if (data.index) {
    setUp(data.index);
    postMessage({ready: true, usual: data.index.usual});
  } else {
    postMessage({number: data.number, ...answer(data.query.slice(0, READ))});
  }
});
