// One worker for the whole site: it starts the pages when there is no signal, and hands push messages on.
// Before this text the server puts SHELL: the name of this edition, its files, and the scripts to load first.
importScripts(...SHELL.scripts);

const PATIENCE_MS = 2500; // for the network, where a kept page can be shown instead
const READABLE_MS = 72 * 3600 * 1000; // how long pages can be read here after the server was last heard; our choice
const MY_DAY = "/visits/";

self.addEventListener("install", (event) => {
  const kept = caches.open(SHELL.name).then((cache) => cache.addAll(SHELL.files));
  event.waitUntil(kept.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const gone = caches.keys().then((names) => Promise.all(
    names.filter((name) => name.startsWith("shell-") && name !== SHELL.name).map((name) => caches.delete(name)),
  ));
  event.waitUntil(gone.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (SHELL.files.includes(address.pathname)) event.respondWith(file(request, address.pathname));
  else if (request.mode === "navigate") event.respondWith(shown(request, address));
});

async function file(request, path) {
  const cache = await caches.open(SHELL.name);
  return (await cache.match(path)) ?? fetch(request);
}

// The server's page; if that does not come, the one that is kept here; if there is none, the page that says so.
async function shown(request, address) {
  const server = fetch(request);
  const kept = await keptPage(address.pathname).catch(() => null);
  try {
    return await (kept ? Promise.race([server, late()]) : server);
  } catch {
    server.catch(() => {});
    return kept ?? (await caches.match(SHELL.offline)) ?? Response.error();
  }
}

const late = () => new Promise((_resolve, reject) => setTimeout(reject, PATIENCE_MS, new Error("late")));

async function keptPage(path) {
  const found = await vault.page(path === "/" ? MY_DAY : path);
  if (!found || Date.now() - (found.heardAt ?? 0) > READABLE_MS) return null;
  const html = found.html.replace("<html ", `<html data-kept-at="${new Date(found.at).toISOString()}" `);
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  if (found.csp) headers["Content-Security-Policy"] = found.csp;
  return new Response(html, { headers });
}
