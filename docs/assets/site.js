// What a reader does with a page: choosing light or dark, opening the menu and the search, arriving from a result,
// and sending links. Without this script every page can be read, and every link works.
{
  const {src, dataset: {worker: keeper}} = document.currentScript;
  const assets = new URL('.', src);
  const root = document.documentElement;
  const menu = document.getElementById('menu');
  const search = document.querySelector('.search');
  const query = search.querySelector('[type=text]');
  const slash = search.querySelector('[type=checkbox]');

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // What the reader chose is kept where the browser lets us.
  const kept = name => { try { return localStorage.getItem(`guide.${name}`); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem(`guide.${name}`, value); } catch { /* for this page only */ } };

  // ---- Light or dark: the system's, until the reader chooses ----

  // The browser's own bar has the page's color, also where the reader chose another scheme than the system's.
  const wear = scheme => {
    if (!scheme) return;
    root.setAttribute('data-scheme', scheme);
    const {backgroundColor} = getComputedStyle(document.body);
    for (const meta of document.querySelectorAll('[name=theme-color]')) meta.content = backgroundColor;
  };
  const wearKept = () => wear(kept('scheme'));

  document.querySelector('.scheme').addEventListener('click', () => {
    const now = root.dataset.scheme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
    const chosen = now === 'dark' ? 'light' : 'dark';
    keep('scheme', chosen);
    wear(chosen);
  });

  // What was chosen on a later page, or in another tab.
  addEventListener('pageshow', wearKept);
  addEventListener('storage', wearKept);

  // ---- The menu: the browser opens and closes it; a link on this page closes it, too ----

  menu.addEventListener('click', ({target}) => { if (target.closest('a')) menu.hidePopover?.(); });

  // ---- The contents: the heading that is being read ----

  const contents = [...document.querySelectorAll('.toc a')]
    .map(link => ({link, heading: document.getElementById(link.hash.slice(1))}))
    .filter(({heading}) => heading);
  const line = 100; // px from the top; a heading that was asked for stands above it
  let following;
  const follow = () => {
    following = false;
    const read = contents.findLast(({heading}) => heading.getBoundingClientRect().top < line)?.heading;
    for (const {link, heading} of contents) link.setAttribute('aria-current', heading === read && 'location');
  };
  const followSoon = () => { following ||= requestAnimationFrame(follow); };
  if (contents.length) {
    addEventListener('scroll', followSoon, {passive: true});
    followSoon();
  }

  // ---- The search: worker and index are fetched when it is wanted; what they say to each other, see search.js ----

  const said = search.querySelector('[role=status]');
  const status = said.querySelector('p');
  const found = search.querySelector('.found');
  const idle = status.textContent;
  const PAUSE = 700; // ms without a key, after which a word is taken as whole
  let worker, ready, careSoon, going;
  let asked = 0, answered = 0; // the numbers of the last query, and of the last one that was answered
  let care = [];

  const ask = () => {
    if (!ready) return;
    asked += 1;
    worker.postMessage({query: query.value, number: asked});
  };

  // A rule of safety, in its words, which lead to it; it stands before what was found, and is read out with it.
  const careCard = ({url, title, when, do: rule, tone}) => {
    const className = tone === 'stop' ? 'care stop' : 'care ask';
    const parts = [make('strong', {}, title), ' ', make('span', {}, when), ' ', make('b', {}, rule), ' '];
    return make('a', {className, href: new URL(`../${url}`, assets)}, ...parts);
  };

  const showCare = cards => said.replaceChildren(status, ...cards.map(careCard));

  const showCareSoon = () => {
    clearTimeout(careSoon);
    showCare(care.filter(card => !card.later));
    if (care.some(card => card.later)) careSoon = setTimeout(showCare, PAUSE, care);
  };

  // What to mark on a result's page goes with its address, and is taken off again there.
  const resultRow = ({url, title, page, answer}, marks) => {
    const href = new URL(`../${url}`, assets);
    href.searchParams.set('h', marks.join(' '));
    const parts = [title, make('span', {className: 'where'}, page), make('span', {className: 'answer'}, answer)];
    return make('li', {}, make('a', {href}, ...parts));
  };

  const statusFor = count => {
    if (!query.value.trim()) return idle;
    if (count) return count === 1 ? '1 section' : `${count} sections`;
    if (care.length) return 'Read this first.';
    return 'The guide has no answer to that. Try another word, or look through all words from A to Z below.';
  };

  // To the rule of safety, else to the best result, once the answer to all that was typed is there.
  const go = () => {
    going = asked === 0 || answered < asked;
    if (going) return;
    showCare(care);
    search.querySelector('.care, .found a')?.click();
  };

  // Who has gone on to the results already stays there when a later answer comes.
  const show = answer => {
    const links = () => [...search.querySelectorAll('.care, .found a')];
    const held = links().indexOf(document.activeElement);
    care = answer.care;
    found.replaceChildren(...answer.results.map(result => resultRow(result, answer.marks)));
    status.textContent = statusFor(answer.results.length);
    showCareSoon();
    links()[held]?.focus();
    answered = answer.number;
    if (going) go();
  };

  const giveUp = () => {
    worker.terminate();
    worker = undefined;
    ready = false;
    asked = answered = 0;
    status.textContent = 'The search did not arrive. Try again with a better signal.';
  };

  const prepare = async () => {
    if (worker) return;
    worker = new Worker(new URL('search.js', assets));
    worker.onerror = giveUp;
    worker.onmessage = ({data}) => {
      if (data.ready) {
        ready = true;
        ask();
      } else if (data.number === asked) { // An answer to what has been changed since is of no use.
        show(data);
      }
    };
    try {
      const response = await fetch(new URL('../search/search_index.json', assets));
      worker.postMessage({index: await response.json()});
    } catch {
      giveUp();
    }
  };

  query.addEventListener('input', () => {
    going = false;
    prepare(); // again, where it did not arrive
    ask();
  });
  query.form.addEventListener('submit', event => event.preventDefault());
  query.form.addEventListener('reset', () => {
    query.focus();
    setTimeout(ask); // after the field is empty
  });

  // ---- Open and close; the browser keeps the focus inside, and gives it back ----

  const open = () => {
    search.showModal();
    query.focus();
    query.select();
    prepare();
  };

  const control = document.querySelector('.search-open');
  control.setAttribute('aria-haspopup', 'dialog');
  control.addEventListener('click', event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });

  // What was found leads away, and a browser that goes back shows the page as it was left.
  search.addEventListener('click', ({target, ctrlKey, metaKey, shiftKey}) => {
    if (target.closest('a, .back') && !(ctrlKey || metaKey || shiftKey)) search.close();
  });
  search.addEventListener('pointerdown', ({clientX, clientY}) => {
    const {left, right, top, bottom} = search.getBoundingClientRect();
    if (clientX < left || clientX > right || clientY < top || clientY > bottom) search.close();
  });

  search.addEventListener('keydown', event => {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step) {
      const stops = [query, ...search.querySelectorAll('a')];
      stops.at((stops.indexOf(event.target) + step) % stops.length).focus();
    } else if (event.key === 'Enter' && event.target === query) {
      go();
    } else {
      return;
    }
    event.preventDefault();
  });

  addEventListener('keydown', event => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (search.open || !slash.checked || event.target.closest?.('input:not([type=checkbox]), textarea, select')) return;
    event.preventDefault();
    open();
  });

  slash.checked = kept('slash') !== 'off';
  slash.addEventListener('change', () => keep('slash', slash.checked ? 'on' : 'off'));

  // ---- Keep the whole guide on the device, once the reader has what they came for; see sw.js ----

  const savesData = navigator.connection?.saveData || matchMedia('(prefers-reduced-data: reduce)').matches;
  const whenIdle = window.requestIdleCallback ?? (task => setTimeout(task, 1000));
  if (keeper && navigator.serviceWorker && !savesData) {
    addEventListener('load', () => whenIdle(() => navigator.serviceWorker.register(keeper).catch(() => { /* without it, then */ })));
  }

  // ---- Arrive at a part that has moved ----

  const moved = document.getElementById(location.hash.slice(1));
  if (moved?.matches('.moved')) location.replace(moved.querySelector('a').href);

  // ---- Arrive from a result: its words are in the address, and leave it at once ----

  const mark = words => {
    const article = document.querySelector('article');
    const start = document.getElementById(location.hash.slice(1)) ?? article;
    const known = new RegExp(`\\b(?:${words.join('|')})\\b`, 'gi');
    const walker = document.createTreeWalker(article);
    const ranges = [];
    walker.currentNode = start;
    for (let node = walker.nextNode(); node && !(start !== article && /^H\d$/.test(node.nodeName)); node = walker.nextNode()) {
      if (node.nodeType !== Node.TEXT_NODE) continue;
      for (const {0: word, index} of node.data.matchAll(known)) {
        ranges.push(new StaticRange({startContainer: node, startOffset: index, endContainer: node, endOffset: index + word.length}));
      }
    }
    CSS.highlights?.set('found', new Highlight(...ranges));
  };

  const words = new URLSearchParams(location.search).get('h')?.match(/[a-z0-9]+/gi);
  if (words) {
    history.replaceState(history.state, '', location.pathname + location.hash);
    mark(words);
  }

  // ---- Send a link: by the device's own sheet where there is one, else by copying it ----

  const toast = make('p', {className: 'said'});
  toast.setAttribute('role', 'status');
  document.body.append(toast);
  let silence;

  const say = message => {
    toast.textContent = message;
    clearTimeout(silence);
    silence = setTimeout(() => { toast.textContent = ''; }, 6000);
  };

  const onTouch = matchMedia('(pointer: coarse)').matches;

  const sendLink = async link => {
    const title = document.getElementById(link.dataset.send)?.textContent ?? document.querySelector('h1').textContent;
    try {
      if (navigator.share && onTouch) {
        await navigator.share({title, url: link.href});
      } else {
        await navigator.clipboard.writeText(link.href);
        say('Link copied');
      }
    } catch (error) {
      if (error.name !== 'AbortError') say(`Copy this link: ${link.href}`);
    }
  };

  for (const link of document.querySelectorAll('[data-send]')) {
    link.setAttribute('role', 'button');
    link.addEventListener('click', event => {
      event.preventDefault();
      sendLink(link);
    });
    link.addEventListener('keydown', event => {
      if (event.key !== ' ') return;
      event.preventDefault();
      sendLink(link);
    });
  }
}
