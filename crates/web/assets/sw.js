// Keeps the pages of a firm's months for the time without network: the newest that was seen, only when nothing fresher can be had. It never
// answers with an old page while the server can be reached, and forgets all of them when somebody signs out.

const KEPT = "khoi-months";
const is_month = url => /^(\/en)?\/returns(\/[^/]+\/[^/]+)?$/.test(url.pathname);
const is_ours = url => url.pathname.startsWith("/assets/");

self.addEventListener("install", event => {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT).then(cache => cache.addAll(["/assets/month.js", "/assets/checks.js"])));
});
self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));

async function fresh_or_kept(request, url) {
  const cache = await caches.open(KEPT);
  try {
    const answer = await fetch(request);
    if (request.method === "GET" && answer.ok && !answer.redirected) await cache.put(url.pathname + url.search, answer.clone());
    return answer;
  } catch (error) {
    // A form that could not be sent comes back as its page, which has kept the draft and sends it later.
    if (request.method === "POST") return Response.redirect(`${url.pathname}#unsent`, 303);
    const kept = await cache.match(url.pathname + url.search) || await cache.match(url.pathname);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("fetch", event => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && /^(\/en)?\/sign-out$/.test(url.pathname)) {
    event.waitUntil(caches.delete(KEPT));
    return;
  }
  const wanted = request.method === "GET" || (request.method === "POST" && request.mode === "navigate");
  if (wanted && (is_month(url) || is_ours(url)) && request.cache !== "no-store") event.respondWith(fresh_or_kept(request, url));
});
