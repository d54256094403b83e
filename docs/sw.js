// Keeps the whole guide on the reader's device, so that it opens without a network, in one piece of one version: all of
// it is there, or none. scripts/pages/offline.py names the version in front of this. Without one, everything kept is removed,
// and this worker with it: that is how the guide takes it back (see README.md).
const scope = registration.scope;
const mine = `guide ${scope}`;
const current = `${mine} ${self.version}`;
const patience = 4000; // ms until a network that does not answer counts as none
const types = {html: 'text/html', js: 'text/javascript', json: 'application/json', svg: 'image/svg+xml', webmanifest: 'application/manifest+json'};
// What a host would send; the rest of a page's policy is in the page.
const headers = {
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

const put = (cache, path, text) => {
  const type = types[path.split('.')[1] ?? 'html'];
  return cache.put(new URL(path, scope), new Response(text, {headers: {...headers, 'Content-Type': `${type}; charset=utf-8`}}));
};

const keep = async () => {
  if (navigator.connection?.saveData) throw new Error('The reader saves data.');
  const response = await fetch(new URL(`offline.json?${self.version}`, scope), {cache: 'no-store', priority: 'low'});
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  // Cut short, of another version, or a gym's page that asks for a password.
  if (Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('') !== self.version) throw new Error('This is not the guide.');
  const [files, parts] = JSON.parse(new TextDecoder().decode(bytes));
  const cache = await caches.open(current);
  await Promise.all(Object.entries(files).map(([path, numbers]) => put(cache, path, numbers.map(number => parts[number]).join(''))));
};

const remove = async unwanted => {
  if (registration.installing) return; // What is being kept for the version after this one is not known here.
  const names = await caches.keys();
  await Promise.all(names.filter(name => name.startsWith(`${mine} `) && unwanted(name)).map(name => caches.delete(name)));
};

const fromNetwork = async request => {
  const control = new AbortController();
  const limit = setTimeout(() => control.abort(), patience);
  try {
    return await fetch(request, {signal: control.signal});
  } finally {
    clearTimeout(limit);
  }
};

const answer = async request => {
  const url = new URL(request.url);
  url.pathname = url.pathname.replace(/\/index\.html$/, '/');
  const cache = await caches.open(current);
  const kept = await cache.match(url, {ignoreSearch: true});
  if (kept) return kept;
  if (request.mode !== 'navigate' || /\.\w+$/.test(url.pathname)) return fetch(request);
  const folder = new URL(`${url.pathname}/`, url);
  if (await cache.match(folder)) return Response.redirect(`${folder}${url.search}`);
  try {
    return await fromNetwork(request);
  } catch {
    const page = await cache.match(new URL('404.html', scope));
    return new Response(page.body, {status: 404, headers: page.headers});
  }
};

if (self.version) {
  addEventListener('install', event => event.waitUntil(keep()));
  addEventListener('activate', event => event.waitUntil(remove(name => name !== current).then(() => clients.claim())));
  addEventListener('fetch', event => {
    if (event.request.method === 'GET' && event.request.url.startsWith(scope)) event.respondWith(answer(event.request));
  });
} else {
  addEventListener('install', () => skipWaiting());
  addEventListener('activate', event => event.waitUntil(remove(() => true).then(() => registration.unregister())));
}
