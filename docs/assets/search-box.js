// What the search shows and how it is asked: the words go to the worker, search.js, which says what to list. It comes with
// the first search, and site.js opens the dialog.
{
  const assets = new URL('.', document.currentScript.src);
  const search = document.querySelector('.search');
  const query = search.querySelector('[type=text]');
  const said = search.querySelector('[role=status]');
  const status = said.querySelector('p');
  const usual = search.querySelector('.usual');
  const found = search.querySelector('.found');
  const idle = status.textContent;
  const PAUSE = 700; // ms without a key, after which a word is taken as whole
  let worker, ready, careSoon, statusSoon;
  let going = query.dataset.entered === query.value; // to the best result, as soon as it is there
  let asked = 0, answered = 0; // the numbers of the last query, and of the last one that was answered
  let words = ''; // of that last query
  let care = [];
  let left; // what stands in the history of a search that was left by a link, until it is on the screen again

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  const ask = () => {
    usual.hidden = Boolean(query.value.trim());
    if (!ready) return;
    asked += 1;
    words = query.value;
    worker.postMessage({query: words, number: asked});
  };

  // A rule of safety, in its words, which lead to it; it stands before what was found, and is read out with it.
  const careCard = ({url, title, when, do: rule, tone}) => {
    const className = tone === 'stop' ? 'care stop' : 'care ask';
    const parts = [make('strong', {}, title), ' ', make('span', {}, when), ' ', make('b', {}, rule), ' '];
    return make('a', {className, href: new URL(`../${url}`, assets)}, ...parts);
  };

  // Who has gone on to a card stays on it when another one comes.
  const showCare = cards => {
    clearTimeout(careSoon);
    const {href} = said.contains(document.activeElement) ? document.activeElement : {};
    for (const card of said.querySelectorAll('.care')) card.remove();
    said.append(...cards.map(careCard));
    [...said.querySelectorAll('a')].find(link => link.href === href)?.focus();
  };

  const showCareSoon = () => {
    showCare(care.filter(card => !card.later));
    if (care.some(card => card.later)) careSoon = setTimeout(showCare, PAUSE, care);
  };

  // It says nothing that the words do not, and its place is kept while it comes.
  const picture = key => {
    const file = new URL(`figures/${key}.svg`, assets);
    return make('span', {className: 'picture'}, make('img', {loading: 'lazy', alt: '', width: 96, height: 64, src: file}));
  };

  const resultRow = ({url, title, page, figure, answer, marks}) => {
    const href = new URL(`../${url}`, assets);
    const pieces = answer.map(([text, isMarked]) => isMarked ? make('mark', {}, text) : text);
    const parts = [title, make('span', {className: 'where'}, page), make('span', {className: 'answer'}, ...pieces)];
    if (figure) parts.push(picture(figure));
    const link = make('a', {href}, ...parts);
    link.dataset.marks = marks.join(' ');
    return make('li', {}, link);
  };

  const statusFor = ({vague, exact, results: {length}}) => {
    if (vague) return idle;
    if (length && !exact) return 'Nothing exact. Closest:';
    if (length) return length === 1 ? '1 section' : `${length} sections`;
    if (care.length) return 'Read this first.';
    return 'The guide has no answer to that. Try another word, or look through all words from A to Z below.';
  };

  // That there is no answer is said once the reader pauses: the next letter may bring one.
  const setStatus = answer => {
    const put = text => { if (status.textContent !== text) status.textContent = text; };
    const isKnown = answer.vague || answer.results.length || answer.care.length;
    clearTimeout(statusSoon);
    put(isKnown ? statusFor(answer) : idle);
    if (!isKnown) statusSoon = setTimeout(put, PAUSE, statusFor(answer));
  };

  // To the rule of safety, else to the best result, once the answer to all that was typed is there.
  const go = () => {
    going = search.open && (asked === 0 || answered < asked);
    if (going || !search.open) return;
    showCare(care);
    search.querySelector('.care, .found a')?.click();
  };

  // As the reader left it, with the focus on the link that was followed.
  const settle = ({followed, scroll}) => {
    showCare(care);
    ([...search.querySelectorAll('a')].find(link => link.href === followed) ?? query).focus({preventScroll: true});
    search.scrollTop = scroll;
    left = undefined;
  };

  // Who has gone on to the results already stays there when a later answer comes.
  const show = answer => {
    const links = () => [...search.querySelectorAll('.care, .found a')];
    const held = links().indexOf(document.activeElement);
    care = answer.care;
    found.replaceChildren(...answer.results.map(resultRow));
    found.classList.toggle('closest', !answer.exact);
    setStatus(answer);
    showCareSoon();
    links()[held]?.focus();
    answered = answer.number;
    if (left) settle(left);
    if (going) go();
  };

  const giveUp = () => {
    worker?.terminate();
    worker = undefined;
    ready = false;
    asked = answered = 0;
    clearTimeout(statusSoon);
    showCare([]);
    found.replaceChildren();
    search.dispatchEvent(new Event('missing'));
  };

  // What is usually asked, to be asked by a tap; on a phone, without the keyboard over the answer.
  const offer = questions => usual.replaceChildren(...questions.map(question => {
    const button = make('button', {type: 'button', onclick: () => {
      query.value = question;
      (matchMedia('(pointer: coarse)').matches ? found : query).focus();
      change();
    }}, question);
    return make('li', {}, button);
  }));

  const prepare = async () => {
    if (worker) return;
    const mine = worker = new Worker(new URL('search.js', assets));
    const giveMineUp = () => { if (worker === mine) giveUp(); };
    worker.onerror = giveMineUp;
    worker.onmessage = ({data}) => {
      if (data.ready) {
        ready = true;
        offer(data.usual ?? []);
        ask();
      } else if (data.number === asked) { // An answer to what has been changed since is of no use.
        show(data);
      }
    };
    try {
      const response = await fetch(new URL('../search/search_index.json', assets));
      mine.postMessage({index: await response.json()});
    } catch {
      giveMineUp();
    }
  };

  const change = () => {
    going = false;
    left = undefined;
    prepare(); // again, where it did not arrive
    ask();
  };

  query.addEventListener('input', change);
  query.addEventListener('focus', prepare);
  query.form.addEventListener('reset', () => {
    query.focus();
    setTimeout(change); // after the field is empty
  });

  search.addEventListener('keydown', event => {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (!step || event.isComposing) return;
    event.preventDefault();
    const stops = [query, ...search.querySelectorAll('.usual:not([hidden]) button, a')];
    stops.at((stops.indexOf(event.target) + step) % stops.length).focus();
  });
  query.form.addEventListener('submit', go);

  // ---- Come back to the search: how a link left it stands in the browser's history until the reader closes it ----

  // What to mark where a result leads stays on the device; site.js takes it from there.
  const keepMarks = ({dataset: {marks}}) => {
    try { sessionStorage.setItem('guide.marks', marks ?? ''); } catch { /* without marks, then */ }
  };

  let leaving; // whether it closes for a link, and not because the reader is done

  search.addEventListener('click', ({target, ctrlKey, metaKey, shiftKey}) => {
    const link = target.closest('a');
    if (!link || ctrlKey || metaKey || shiftKey) return;
    history.replaceState({search: {asked: query.value, scroll: search.scrollTop, followed: link.href}}, '');
    keepMarks(link);
    leaving = link.hash && link.pathname === location.pathname && link.search === location.search; // within this page
    if (leaving) search.close();
  });

  // With what brought it, in the history or in the address, it would be there again.
  search.addEventListener('close', () => {
    const brought = history.state?.search || new URLSearchParams(location.search).has('q');
    if (brought && !leaving) history.replaceState(null, '', location.pathname + location.hash);
    leaving = going = false;
  });

  const comeBack = was => {
    if (!search.open) search.showModal();
    query.value = was.asked;
    if (answered && answered === asked && words === was.asked) return settle(was);
    left = was;
    prepare();
    ask();
  };

  addEventListener('popstate', ({state}) => {
    leaving = search.open && !state?.search;
    if (leaving) search.close();
    if (state?.search) comeBack(state.search);
  });

  // Out of the browser's memory, the page is as it was, but for the field, which WebKit empties once this event is over;
  // else the page is a new one, at the same place of the history.
  addEventListener('pageshow', ({persisted}) => {
    if (persisted && history.state?.search) setTimeout(comeBack, 0, history.state.search);
  });
  if (history.state?.search && !search.open) comeBack(history.state.search); // open: the reader asks something new
  prepare();
}
