// Makes a sheet out of what a coach ticks, and shows one. What there is to tick is in the page: its form has a
// <fieldset> for each choice, and each <input> brings along what a sheet says of it. sheet-link.js makes the link.
{
  const NONE = 'none';
  const SETS = 3; // columns of the log, where no dose in sets is chosen
  const MOST_SETS = 6; // that a page is wide enough for
  const ROWS = 6; // of the log
  const SIGNS = {wrong: 'Wrong', right: 'Right'};

  const form = document.querySelector('.choose');
  const sheet = document.querySelector('.sheet');
  const heading = document.querySelector('h1');
  const title = heading.textContent;
  const site = document.querySelector('.brand').textContent.trim();
  const status = form.querySelector('[role=status]');
  const note = form.elements.note;

  // An element; a child that is nothing, false or empty is left out.
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children.filter(Boolean));
    return element;
  };

  // ---- The form ----

  const choices = [...form.querySelectorAll('fieldset')].map(fieldset => {
    const {called, many, sides} = fieldset.dataset;
    const inputs = [...fieldset.elements].filter(input => input.value !== NONE);
    const ids = inputs.map(input => input.value);
    const was = inputs.flatMap(({value, dataset}) => dataset.was?.split(' ').map(old => [old, value]) ?? []);
    return {name: fieldset.name, called, many: many !== undefined, sides, fieldset, inputs, ids, was};
  });
  const boxes = choices.filter(({many}) => many).flatMap(({inputs}) => inputs);
  const sides = choices.find(choice => choice.sides !== undefined);

  const ticked = () => {
    const chosen = {note: note.value};
    for (const {name, many, inputs} of choices) {
      const ids = inputs.filter(input => input.checked).map(input => input.value);
      chosen[name] = many ? ids : ids[0] ?? '';
    }
    return chosen;
  };

  const tick = chosen => {
    for (const {name, many, fieldset} of choices) {
      for (const input of fieldset.elements) {
        input.checked = many ? chosen[name].includes(input.value) : input.value === (chosen[name] || NONE);
      }
    }
    note.value = chosen.note;
  };

  const update = () => {
    const chosen = ticked();
    const count = sheetLink.count(chosen, choices);
    const full = count >= sheetLink.MOST;
    for (const box of boxes) box.disabled = full && !box.checked;
    status.textContent = full ? `${count} ticked. That is all one page holds.` : `${count} of ${sheetLink.MOST} ticked`;
    for (const link of form.querySelectorAll('.buttons a')) link.href = sheetLink.encode(chosen, choices);
  };

  // ---- The sheet ----

  // The inputs that were chosen of a choice, in the order of the link.
  const chosenOf = ({name, inputs}, chosen) => [chosen[name]].flat().filter(Boolean)
    .map(id => inputs.find(input => input.value === id));

  const titleOf = input => input.nextElementSibling.textContent;

  // A figure, and whether it is wrong or right, with a sign and in words.
  const picture = ([key, alt, sign]) => {
    const image = make('img', {src: `../assets/figures/${key}.svg`, alt, loading: 'lazy'});
    return sign ? make('span', {}, image, make('span', {className: `sign ${sign}`}, SIGNS[sign])) : image;
  };

  const entry = input => {
    const {figures, says, fix, image} = input.dataset;
    return make('li', {},
      make('span', {className: 'pictures'}, ...JSON.parse(figures).map(picture)),
      make('h2', {}, make('label', {}, make('input', {type: 'checkbox'}), titleOf(input))),
      make('p', {}, fix ?? says),
      image && make('p', {className: 'image'}, image));
  };

  // What every sheet says for safety, and what one with a weight or a harder variation says on top.
  const careful = loaded => {
    const {stop, link, rules, load} = sheet.dataset;
    return stop && make('p', {className: 'stop-line'}, `${stop} `, loaded && `${load} `, make('a', {href: rules}, link));
  };

  const capital = text => text.slice(0, 1).toUpperCase() + text.slice(1);

  // How much, in one line: with a side chosen, for that side.
  const amount = (dose, side) => {
    if (!dose) return side && make('p', {className: 'amount'}, make('b', {}, capital(side.dataset.says)));
    const {dose: much, each, says} = dose.dataset;
    const line = side ? `${much}, ${side.dataset.says}` : `${much} ${each}`.trim();
    return make('p', {className: 'amount'}, make('b', {}, line), `${titleOf(dose)}. ${says}`);
  };

  const log = sets => {
    const columns = ['Date', ...Array.from({length: sets}, (_, index) => `Set ${index + 1}`), 'How it felt'];
    const head = make('tr', {}, ...columns.map(name => make('th', {scope: 'col'}, name)));
    const rows = Array.from({length: ROWS}, () => make('tr', {}, ...columns.map(() => make('td'))));
    return make('table', {className: 'log'},
      make('caption', {}, 'Your log'),
      make('thead', {}, head),
      make('tbody', {}, ...rows));
  };

  const buttons = () => make('p', {className: 'buttons'},
    make('button', {type: 'button', className: 'button', onclick: () => print()}, 'Print'),
    make('a', {className: 'button quiet', href: '#send'}, 'Change it'));

  const draw = (chosen, problems) => {
    const [side] = sides ? chosenOf(sides, chosen) : [];
    const items = choices.filter(choice => choice !== sides).flatMap(choice => chosenOf(choice, chosen));
    const dose = items.find(input => input.dataset.dose);
    const loaded = items.some(input => input.dataset.loaded !== undefined);
    const parts = [
      ...problems.map(text => make('p', {className: 'problem'}, text)),
      chosen.note && make('p', {className: 'lead'}, chosen.note),
      amount(dose, side),
      sides && !side && make('p', {className: 'sides'}, sides.sides),
      careful(loaded),
      make('ul', {className: 'todo bare'}, ...items.filter(input => input !== dose).map(entry)),
      log(Math.min(dose?.dataset.sets?.split('–').at(-1) ?? SETS, MOST_SETS)),
      buttons(),
    ];
    sheet.replaceChildren(...parts.filter(Boolean));
  };

  // ---- Which of the two is shown ----

  const show = () => {
    const asked = location.hash.length > 1 && !document.getElementById(location.hash.slice(1));
    if (asked) {
      const {chosen, problems} = sheetLink.decode(location.hash, choices);
      draw(chosen, problems);
      tick(chosen);
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
}
