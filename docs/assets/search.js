// Answers the search box. It speaks the message protocol of Material for MkDocs 9.8.1:
// 0 set up, 1 ready, 2 query, 3 result. The index comes with the set-up; scripts/search.py makes it.

const SHOWN = 10;
const ENOUGH = 0.52; // the share of a query's meaning that the guide has to know
const LEAST = 0.45; // the share of it that a result has to cover
const MARKED = 20; // the most words that are marked on a result's page
const UNKNOWN = 4.5; // the rarity of a word that the guide does not know
let index, words, stop, rarity;

const tokens = text => (text.toLowerCase().normalize('NFKD').replace(/['’\u0300-\u036f]/g, '').match(/[a-z0-9]+/g) || [])
  .slice(0, 24);

const american = word => word
  .replace(/is(e|es|ed|ing|ation)$/, 'iz$1').replace(/our(s?)$/, 'or$1').replace(/tre$/, 'ter').replace('programme', 'program');

// Whether two words differ by at most `most` letters added, dropped, changed or swapped.
const near = (a, b, most) => {
  if (Math.abs(a.length - b.length) > most) return false;
  let before = [], row = Array.from({length: b.length + 1}, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return false;
    [before, row] = [row, next];
  }
  return row[b.length] <= most;
};

// A word as it is, in American spelling, and without its ending.
const forms = word => {
  const plain = american(word);
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

const search = query => {
  let asked = tokens(query).flatMap(split);
  const telling = asked.filter(word => !stop.has(word));
  const last = tokens(query).at(-1), typing = /[a-z0-9]$/i.test(query);
  asked = telling.length ? telling : asked;
  const scores = new Map(), covered = new Map(), terms = {}, wanted = new Map();
  let whole = 0, understood = 0;
  for (const word of new Set(asked)) {
    const stems = meanings(word, typing && word === last);
    const rare = stems.size ? Math.max(...[...stems.keys()].map(stem => rarity[stem])) : UNKNOWN;
    terms[word] = stems.size > 0;
    whole += rare;
    if (stems.size) understood += rare;
    const best = new Map();
    for (const [stem, sure] of stems) {
      wanted.set(stem, Math.max(sure, wanted.get(stem) || 0));
      const row = index.stems[stem];
      for (let i = 0; i < row.length; i += 2)
        best.set(row[i], Math.max(best.get(row[i]) || 0, row[i + 1] * sure * rarity[stem]));
    }
    for (const [entry, score] of best) {
      scores.set(entry, (scores.get(entry) || 0) + score);
      covered.set(entry, (covered.get(entry) || 0) + rare);
    }
  }
  // A phrase of an entry that the query holds whole says more than its words.
  for (const [entry, ...stems] of index.phrases) {
    if (!scores.has(entry) || !stems.every(stem => wanted.has(stem))) continue;
    const share = stems.length / Math.max(wanted.size > asked.length ? asked.length : wanted.size, stems.length);
    const bonus = 3 * share * stems.reduce((sum, stem) => sum + rarity[stem] * wanted.get(stem), 0);
    scores.set(entry, Math.max(scores.get(entry), scores.get(entry) + bonus));
  }
  if (understood / whole < ENOUGH) return [];
  const marks = [...words.keys()].filter(form => wanted.has(words.get(form))).slice(0, MARKED).join('+');
  return [...scores]
    .filter(([entry]) => covered.get(entry) / whole >= LEAST)
    .map(([entry, score]) => ({entry, score: score * (covered.get(entry) / whole) ** 2, terms, marks}))
    .sort((a, b) => b.score - a.score || a.entry - b.entry)
    .slice(0, SHOWN);
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
  const found = phrase.map(part => [part, asked.findIndex((_, at) => part.every((meant, i) => meant.has(asked[at + i])))]);
  return found.every(([, at]) => at >= 0) ? found.flatMap(([part, at]) => part.map((_, i) => at + i)) : undefined;
};

// Whether two words have the same letters, in another order.
const sorted = word => [...word].sort().join('');

// The word of safety that an unknown word was meant to be: of a short one, only the order of its letters is put right.
const corrected = word => !words.has(word) && !careWords.has(word) && longWords.find(known => known[0] === word[0]
  && (word.length < 6 ? sorted(word) === sorted(known) : known.length > 5 && near(word, known, word.length < 9 ? 1 : 2)));

// Whether a word is only the beginning of a word of safety, as it is while that is being typed.
const begun = word => !words.has(word) && !careWords.has(word) && !careWords.has(`${word}s`)
  && [...careWords].some(known => known.startsWith(word));

// At most one card for stopping and one for asking, the most urgent of each. A card is for later, when the reader has
// stopped typing, where the word being typed may become another, or where more words would change what is meant.
const careFor = query => {
  const given = tokens(query), last = given.length - 1;
  const typing = /[a-z0-9]$/i.test(query);
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

const setUp = docs => {
  index = docs;
  words = new Map(Object.entries(docs.words));
  stop = new Set(docs.stop);
  rarity = docs.stems.map(row => Math.log(1 + 2 * docs.entries.length / row.length)); // a row has two numbers an entry
  setUpCare(docs);
};

const escape = text => text.replace(/[&<>]/g, sign => `&#${sign.charCodeAt()};`);

// The title is HTML, as the protocol has it, and brings the answer along.
// What to mark on its page goes with the address; assets/site.js takes it off again.
const shown = ({entry, score, terms, marks}) => {
  const [path, title, page, text] = index.entries[entry];
  const location = path.replace(/(?=#)|$/, `?h=${marks}`);
  const where = `<span class="where">${escape(index.pages[page])}</span>`;
  return [{location, score, terms, text: '', title: `${escape(title)}${where}<span class="answer">${escape(text)}</span>`}];
};

if (typeof postMessage === 'function' && typeof window === 'undefined')
  addEventListener('message', ({data: {type, data}}) => {
    if (type === 0) { setUp(data.docs); postMessage({type: 1}); }
    if (type === 2) postMessage({type: 3, data: {items: search(String(data)).map(shown), care: careFor(String(data))}});
  });
