// Makes a sheet out of what a coach ticks, and shows one. All of it is in the part of the address after #, which no
// browser sends anywhere: #v=1&cue=pelvis-level,ribs-down&fix=knee-caving&as=b-stance&dose=for-strength&side=left&note=…

const VERSION = '1';
const MOST = 5; // cues and mistakes on a sheet, so that it prints on one page
const LONGEST = {note: 140, address: 2000};
const NONE = 'none';
const LISTS = ['cue', 'fix'];
const ONES = ['as', 'dose', 'side'];
const CALLED = {cue: 'form cue', fix: 'mistake', as: 'variation', dose: 'dose', side: 'side', note: 'line of your own'};

// Some chat programs end a link before these.
const escape = text => encodeURIComponent(text).replace(/[!'()*.~]/g, sign => `%${sign.charCodeAt().toString(16).toUpperCase()}`);

const tidy = text => [...text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()].slice(0, LONGEST.note).join('').trim();

/** The address of a sheet, from its # on. `choice`: lists of ids under cue and fix, an id or '' under as, dose and side, a note. */
export const encode = choice => {
  const parts = LISTS.filter(name => choice[name].length).map(name => `${name}=${choice[name].join(',')}`);
  parts.push(...ONES.filter(name => choice[name]).map(name => `${name}=${choice[name]}`));
  const note = tidy(choice.note);
  if (note) parts.push(`note=${escape(note)}`);
  return `#v=${VERSION}&${parts.join('&')}`;
};

/** What an address asks for, as far as it is known, and a sentence for each part of it that is not. */
export const decode = (address, known) => {
  const choice = {cue: [], fix: [], as: '', dose: '', side: '', note: ''};
  const problems = [];
  const leaveOut = (what, why) => problems.push(`${what} ${why}, so it is left out.`);
  if (address.length > LONGEST.address) problems.push('The link is longer than any sheet, so its end is left out.');
  const parts = address.slice(1, LONGEST.address).split('&').filter(Boolean).map(part => part.split(/=(.*)/s, 2));
  if (parts.find(([name]) => name === 'v')?.[1] !== VERSION) problems.push('The link is damaged or from another version of this page. Here is what could be read.');
  const unknown = new Set();
  for (const [name, value = ''] of parts) {
    if (name === 'v') continue;
    if (name === 'note') {
      try {
        choice.note = tidy(decodeURIComponent(value));
      } catch {
        leaveOut('The line of your own', 'is damaged');
      }
    } else if (LISTS.includes(name)) {
      for (const id of value.split(',')) {
        if (!known[name].includes(id)) unknown.add(`${CALLED[name]} “${id.slice(0, 40)}”`);
        else if (choice.cue.length + choice.fix.length === MOST) leaveOut(`The ${CALLED[name]} “${id}”`, 'is one more than a sheet holds');
        else if (!choice[name].includes(id)) choice[name].push(id);
      }
    } else if (ONES.includes(name)) {
      if (known[name].includes(value)) choice[name] = value;
      else unknown.add(`${CALLED[name]} “${value.slice(0, 40)}”`);
    } else {
      unknown.add(`part “${name.slice(0, 40)}”`);
    }
  }
  for (const what of [...unknown].slice(0, 8)) leaveOut(`The ${what}`, 'is not in this guide');
  if (unknown.size > 8) problems.push(`${unknown.size - 8} more parts are not in this guide.`);
  return {choice, problems};
};

// ---- The page ----

const form = document.querySelector('.choose');
const sheet = document.querySelector('.sheet');
const heading = document.querySelector('h1');
const title = heading.textContent;
const site = document.querySelector('.brand').textContent.trim();

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const inputs = name => [...form.elements].filter(element => element.name === name);
const input = (name, id) => inputs(name).find(element => element.value === id);
export const known = Object.fromEntries([...LISTS, ...ONES].map(name => [name, inputs(name).map(element => element.value).filter(value => value !== NONE)]));
const titleOf = element => element.nextElementSibling.textContent;

const chosen = () => ({
  ...Object.fromEntries(LISTS.map(name => [name, inputs(name).filter(element => element.checked).map(element => element.value)])),
  ...Object.fromEntries(ONES.map(name => [name, inputs(name).find(element => element.checked).value.replace(NONE, '')])),
  note: form.elements.note.value,
});

const fill = choice => {
  for (const name of LISTS) for (const element of inputs(name)) element.checked = choice[name].includes(element.value);
  for (const name of ONES) for (const element of inputs(name)) element.checked = (choice[name] || NONE) === element.value;
  form.elements.note.value = choice.note;
};

const update = () => {
  const choice = chosen();
  const count = choice.cue.length + choice.fix.length;
  for (const name of LISTS) for (const element of inputs(name)) element.disabled = count >= MOST && !element.checked;
  form.querySelector('[role=status]').textContent = count >= MOST ? `${count} ticked. That is all one page holds.` : `${count} of ${MOST} ticked`;
  for (const link of form.querySelectorAll('.buttons a')) link.href = encode(choice);
};

// A figure; of a mistake's two, one is wrong and one is right, with a sign and in words.
const SIGNS = new Map([['wrong', 'Wrong'], ['right', 'Right']]);

const picture = ([key, alt], _, all) => {
  const image = make('img', {src: `../assets/figures/${key}.svg`, alt, loading: 'lazy'});
  const sign = all.length > 1 && key.split('-').at(-1);
  return sign ? make('span', {}, image, make('span', {className: sign, textContent: SIGNS.get(sign)})) : image;
};

const entry = (name, id) => {
  const {figures, says, fix, image} = input(name, id).dataset;
  return make('li', {},
    make('span', {className: 'pictures'}, ...JSON.parse(figures).map(picture)),
    make('h2', {}, make('label', {}, make('input', {type: 'checkbox'}), titleOf(input(name, id)))),
    make('p', {textContent: fix ?? says}),
    ...(image ? [make('p', {className: 'image', textContent: image})] : []));
};

const {stop, link, load, sides} = sheet.dataset;

// What every sheet says for safety, and what one with a weight or a harder variation says on top.
const careful = choice => {
  const loaded = ['as', 'dose'].some(name => choice[name] && 'loaded' in input(name, choice[name]).dataset);
  return make('p', {className: 'stop-line'}, `${stop} `, ...(loaded ? [`${load} `] : []),
    make('a', {href: '../who-should-be-careful/', textContent: link}));
};

// How much, in one line: with a side chosen, for that side.
const amount = choice => {
  const dose = choice.dose && input('dose', choice.dose);
  const side = choice.side && `${titleOf(input('side', choice.side))} side`;
  const much = dose && (side ? dose.dataset.dose.replace(/ each side$/, '') : dose.dataset.dose);
  const line = much && side ? `${much}, ${side.toLowerCase()}` : much || side;
  return line ? [make('p', {className: 'amount'}, make('b', {textContent: line}),
    ...(dose ? [`${titleOf(dose)}. ${dose.dataset.says}`] : []))] : [];
};

const log = sets => {
  const columns = ['Date', ...Array.from({length: sets}, (_, index) => `Set ${index + 1}`), 'How it felt'];
  const head = make('tr', {}, ...columns.map(name => make('th', {scope: 'col', textContent: name})));
  const rows = Array.from({length: 6}, () => make('tr', {}, ...columns.map(() => make('td'))));
  return make('table', {className: 'log'}, make('caption', {textContent: 'Your log'}), make('thead', {}, head), make('tbody', {}, ...rows));
};

export const draw = ({choice, problems}) => {
  const dose = choice.dose && input('dose', choice.dose);
  const entries = [...LISTS.flatMap(name => choice[name].map(id => entry(name, id))), ...(choice.as ? [entry('as', choice.as)] : [])];
  const sets = Number(dose ? dose.dataset.sets.split('–').at(-1) : 3);
  sheet.replaceChildren(
    ...problems.map(text => make('p', {className: 'problem', textContent: text})),
    ...(choice.note ? [make('p', {className: 'lead', textContent: choice.note})] : []),
    ...amount(choice),
    ...(choice.side ? [] : [make('p', {className: 'sides', textContent: sides})]),
    careful(choice),
    make('ul', {className: 'todo'}, ...entries),
    log(sets),
    make('p', {className: 'buttons'},
      make('button', {type: 'button', className: 'button', textContent: 'Print', onclick: () => print()}),
      make('a', {className: 'button quiet', href: '#send', textContent: 'Change it'})));
};

const show = () => {
  const asked = location.hash.length > 1 && !document.getElementById(location.hash.slice(1));
  if (asked) {
    const read = decode(location.hash, known);
    draw(read);
    fill(read.choice);
  }
  update();
  form.classList.add('drawn');
  form.hidden = asked;
  sheet.hidden = !asked;
  document.body.classList.toggle('on-sheet', asked);
  heading.textContent = asked ? `Your sheet: ${site}` : title;
};

form.addEventListener('input', update);
form.addEventListener('submit', event => event.preventDefault());
addEventListener('hashchange', () => {
  show();
  scrollTo(0, 0); // WebKit does not when the heading gets the focus
  heading.tabIndex = -1;
  heading.focus({preventScroll: true});
});
show();
