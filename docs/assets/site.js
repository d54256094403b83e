// Opens the search, moves in it by key, marks what was found on the page a result leads to, and sends links.
// It runs before the theme's script and takes the keys before it does.
{
  const toggle = document.getElementById('__search');
  const box = document.querySelector('.md-search');
  const query = box.querySelector('.md-search__input');
  const results = box.querySelector('.md-search__scrollwrap');
  const slash = box.querySelector('.keys input');

  // ---- Hold the search back: the theme would fetch worker and index with the page ----

  const wanted = new Promise(fetch => {
    for (const kind of ['focusin', 'pointerdown']) box.addEventListener(kind, fetch, {once: true});
  });

  const {Worker} = window;
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.real = wanted.then(() => {
        const worker = new Worker(url);
        worker.onmessage = ({data}) => this.dispatchEvent(new MessageEvent('message', {data}));
        return worker;
      });
    }

    postMessage(message) {
      this.real.then(worker => worker.postMessage(message));
    }
  };

  const {XMLHttpRequest} = window;
  window.XMLHttpRequest = class extends XMLHttpRequest {
    open(method, url, ...rest) {
      this.held = url.endsWith('/search_index.json');
      super.open(method, url, ...rest);
    }

    send(...body) {
      if (this.held) wanted.then(() => super.send(...body));
      else super.send(...body);
    }
  };

  // ---- Open and close ----

  let opener; // what had the focus, and gets it back

  const setOpen = open => { if (toggle.checked !== open) toggle.click(); };

  const open = from => {
    setOpen(true);
    query.focus();
    query.select();
    opener = from;
  };

  const close = () => {
    setOpen(false);
    document.activeElement.blur();
    opener?.focus();
  };

  const control = document.querySelector('.search-open');
  control.setAttribute('aria-haspopup', 'dialog');
  control.addEventListener('click', event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(control);
  });

  for (const element of box.querySelectorAll('.md-search__overlay, .back')) element.addEventListener('click', close);

  box.addEventListener('focusin', ({relatedTarget}) => {
    if (box.contains(relatedTarget)) return;
    opener = relatedTarget;
    setOpen(true);
  });
  box.addEventListener('focusout', ({relatedTarget}) => {
    if (relatedTarget && !box.contains(relatedTarget)) setOpen(false);
  });

  // ---- Keys ----

  const inSearch = event => {
    const {key, target} = event;
    const step = {ArrowDown: 1, ArrowUp: -1}[key];
    if (step) {
      const stops = [query, ...results.querySelectorAll('a')];
      stops.at((stops.indexOf(target) + step) % stops.length).focus();
    } else if (key === 'Escape') {
      close();
    } else if (key === 'Enter' && target === query) {
      results.querySelector('ol a')?.click();
    } else {
      return;
    }
    event.preventDefault();
  };

  const onPage = event => {
    if (event.key !== '/' || event.altKey || !slash.checked) return;
    event.preventDefault();
    open(event.target);
  };

  addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.isComposing) return;
    const writing = event.target.closest?.('input:not([type=checkbox]), textarea, select');
    if (toggle.checked) inSearch(event);
    else if (!writing) onPage(event);
    // The theme's own keys: letters that a reader who dictates would set off, and Tab, which it closes the search with.
    if (toggle.checked || /^\S$/.test(event.key)) event.stopImmediatePropagation();
  }, true);

  // The theme takes its results out of the order of Tab.
  new MutationObserver(() => {
    for (const link of results.querySelectorAll('[tabindex]')) link.removeAttribute('tabindex');
  }).observe(results, {childList: true, subtree: true});

  // The switch for the one single-key shortcut is remembered where the browser lets us.
  const {base} = JSON.parse(document.getElementById('__config').textContent);
  const place = `${new URL(base, location).pathname}.slash`;
  try {
    slash.checked = localStorage.getItem(place) !== 'off';
    slash.addEventListener('change', () => localStorage.setItem(place, slash.checked ? 'on' : 'off'));
  } catch { /* Blocked: the switch holds for this page. */ }

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

  const said = Object.assign(document.createElement('p'), {className: 'said'});
  said.setAttribute('role', 'status');
  document.body.append(said);
  let silence;

  const say = message => {
    said.textContent = message;
    clearTimeout(silence);
    silence = setTimeout(() => { said.textContent = ''; }, 6000);
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
