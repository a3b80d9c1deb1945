// My families of the next 14 days, as the server shows them, kept here to be read without signal.
import "./vault.js";

const { vault } = globalThis;
const FRESH_FOR_MS = 10 * 60_000;

export async function takeAlong({ now = false } = {}) {
  const owner = await vault.current();
  if (!owner?.pagesKey) return;
  const before = (await vault.note("bundle")) ?? {};
  const same = before.user === owner.user && before.language === document.documentElement.lang;
  if (!now && same && Date.now() - before.at < FRESH_FOR_MS) return;
  const headers = same && before.etag ? { "If-None-Match": before.etag } : {};
  let answer;
  try {
    answer = await fetch("/visits/bundle/", { headers, cache: "no-store", redirect: "error" });
  } catch {
    return; // no network: what is kept here stays
  }
  if (answer.ok) {
    const { user, pages } = await answer.json();
    if (user !== owner.user) return;
    await vault.keepPages(owner, pages, answer.headers.get("Content-Security-Policy") ?? "");
  } else if (answer.status !== 304) return;
  const etag = answer.headers.get("ETag") ?? before.etag;
  await vault.putNote("bundle", { user: owner.user, language: document.documentElement.lang, etag, at: Date.now() });
  await vault.change(owner.user, { heardAt: Date.now() });
}
