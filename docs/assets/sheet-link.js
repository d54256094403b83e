// The link of a sheet. All of a sheet is in the part of its address after #, which no browser sends anywhere:
// #v=1&cue=pelvis-level,ribs-down&dose=for-strength&side=left&note=…
// `choices`: what there is to choose, [{name, called, many, ids, was}], in the order of the link; `was` has [old, new]
// for each id that has a new one
// `chosen`: an id or '' by each choice's name, where it is `many` a list of ids, and the coach's own line as `note`

const sheetLink = (() => {
  const VERSION = '1';
  const MOST = 5; // ids of all the choices that are `many`, so that a sheet prints on one page
  const LONGEST = {note: 140, address: 2000};
  const NAMED = 8; // parts of a link that are not known

  // Some chat programs end a link before these.
  const escape = text =>
    encodeURIComponent(text).replace(/[!'()*.~]/g, sign => `%${sign.charCodeAt().toString(16).toUpperCase()}`);

  const tidy = text => [...text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()].slice(0, LONGEST.note).join('').trim();

  // The address of a sheet, from its # on.
  const encode = (chosen, choices) => {
    const parts = choices
      .filter(({name}) => chosen[name].length)
      .map(({name}) => `${name}=${[chosen[name]].flat().join(',')}`);
    const note = tidy(chosen.note);
    if (note) parts.push(`note=${escape(note)}`);
    return `#v=${VERSION}&${parts.join('&')}`;
  };

  // How many are chosen of those that a sheet holds `MOST` of.
  const count = (chosen, choices) => choices.filter(({many}) => many).flatMap(({name}) => chosen[name]).length;

  // The choice and the id that a link means: its own or, where the id is gone, those that it leads to.
  const follow = (choice, id, choices) => {
    const newOf = ({was}) => was.find(([old]) => old === id)?.[1];
    if (choice.ids.includes(id)) return [choice, id];
    const meant = [choice, ...choices].find(newOf) ?? choice;
    return [meant, newOf(meant)];
  };

  // What an address asks for, as far as it is known, and a sentence for each part of it that is not.
  const decode = (address, choices) => {
    const chosen = {note: '', ...Object.fromEntries(choices.map(({name, many}) => [name, many ? [] : '']))};
    const problems = [];
    const unknown = new Set();
    const leaveOut = (what, why) => problems.push(`The ${what} ${why}, so it is left out.`);
    const named = text => `“${text.slice(0, 40)}”`;

    const readNote = value => {
      try {
        chosen.note = tidy(decodeURIComponent(value));
      } catch {
        leaveOut('line of your own', 'is damaged');
      }
    };

    const readId = (choice, id) => {
      const [{name, many}, now] = follow(choice, id, choices);
      const full = many ? count(chosen, choices) === MOST : chosen[name];
      if (!now) unknown.add(`${choice.called} ${named(id)}`);
      else if ([chosen[name]].flat().includes(now)) return;
      else if (full) leaveOut(`${choice.called} “${id}”`, 'is one more than a sheet holds');
      else chosen[name] = many ? [...chosen[name], now] : now;
    };

    if (address.length > LONGEST.address) problems.push('The link is longer than any sheet, so its end is left out.');
    const parts = address.slice(1, LONGEST.address).split('&').filter(Boolean).map(part => part.split(/=(.*)/s, 2));
    if (parts.find(([name]) => name === 'v')?.[1] !== VERSION) {
      problems.push('The link is damaged or from another version of this page. Here is what could be read.');
    }
    for (const [name, value = ''] of parts) {
      const choice = choices.find(known => known.name === name);
      if (choice) for (const id of choice.many ? value.split(',') : [value]) readId(choice, id);
      else if (name === 'note') readNote(value);
      else if (name !== 'v') unknown.add(`part ${named(name)}`);
    }
    const first = [...unknown].slice(0, NAMED);
    for (const what of first) leaveOut(what, 'is not in this guide');
    if (unknown.size > first.length) problems.push(`${unknown.size - first.length} more parts are not in this guide.`);
    return {chosen, problems};
  };

  return {MOST, encode, decode, count};
})();
