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

  // ---- The search: it opens here, and all else of it comes once it is wanted, see search-box.js ----

  const control = document.querySelector('.search-open');
  const status = search.querySelector('[role=status] p');
  const idle = status.textContent;
  let box;

  const miss = () => { status.textContent = 'The search did not arrive. Try again with a better signal.'; };

  const fetchBox = () => {
    if (box) return;
    status.textContent = idle;
    box = make('script', {src: new URL('search-box.js', assets), onerror: () => {
      box = undefined;
      miss();
    }});
    document.head.append(box);
  };

  // The browser keeps the focus inside, and gives it back.
  const open = () => {
    search.showModal();
    query.focus();
    query.select();
    fetchBox();
  };

  control.setAttribute('aria-haspopup', 'dialog');
  control.addEventListener('click', event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });

  search.querySelector('.back').addEventListener('click', () => search.close());
  search.addEventListener('pointerdown', ({clientX, clientY}) => {
    const {left, right, top, bottom} = search.getBoundingClientRect();
    if (clientX < left || clientX > right || clientY < top || clientY > bottom) search.close();
  });
  search.addEventListener('missing', miss);
  query.addEventListener('input', fetchBox); // again, where it did not arrive
  query.form.addEventListener('submit', event => {
    event.preventDefault();
    query.dataset.entered = query.value; // for the box, which is on its way
  });

  addEventListener('keydown', event => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (search.open || !slash.checked || event.target.closest?.('input:not([type=checkbox]), textarea, select')) return;
    event.preventDefault();
    open();
  });

  slash.checked = kept('slash') !== 'off';
  slash.addEventListener('change', () => keep('slash', slash.checked ? 'on' : 'off'));

  // A search that a link was followed from comes back, and one that the address of the page with all words asks for.
  const asked = control.pathname === location.pathname && new URLSearchParams(location.search).get('q');
  if (history.state?.search) {
    fetchBox();
  } else if (asked) {
    query.value = asked;
    open();
  }

  // ---- Keep the whole guide on the device, once the reader has what they came for; see sw.js ----

  const savesData = navigator.connection?.saveData || matchMedia('(prefers-reduced-data: reduce)').matches;
  const whenIdle = window.requestIdleCallback ?? (task => setTimeout(task, 1000));
  if (keeper && navigator.serviceWorker && !savesData) {
    addEventListener('load', () => whenIdle(() => navigator.serviceWorker.register(keeper).catch(() => { /* without it, then */ })));
  }

  // ---- Arrive at a part that has moved ----

  const moved = document.getElementById(location.hash.slice(1));
  if (moved?.matches('.moved')) location.replace(moved.querySelector('a').href);

  // ---- Arrive from a result: the search has left its words on the device; they go no further, and only once ----

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

  const markFound = () => {
    let words;
    try {
      words = sessionStorage.getItem('guide.marks')?.match(/[a-z0-9]+/gi);
      sessionStorage.removeItem('guide.marks');
    } catch { /* without marks, then */ }
    if (words) mark(words);
  };
  markFound();
  addEventListener('hashchange', markFound);

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
