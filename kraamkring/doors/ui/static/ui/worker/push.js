// Pushed messages, in the worker of the site (/worker.js loads this file). What stands on the screen came encrypted, says
// that there is something and nothing else; a tap opens the page, behind the sign-in.
const readMessage = (event) => {
  try {
    const said = event.data.json();
    return typeof said.title === "string" && typeof said.body === "string" ? said : null;
  } catch {
    return null;
  }
};

// Says to the house that the message was shown: who told her sees "arrived". Without a network nobody is told, and that is all.
const sayShown = async (word) => {
  try {
    await fetch("/receipts/push/", { method: "POST", body: word, credentials: "omit", headers: { "Content-Type": "text/plain" } });
  } catch { /* it was shown all the same */ }
};

const onlyOurs = (link) => {
  const page = new URL(link || "/", self.location.origin);
  return page.origin === self.location.origin ? page.href : self.location.origin;
};

self.addEventListener("push", (event) => {
  const said = readMessage(event);
  if (!said) return;
  const shown = self.registration.showNotification(said.title, {
    body: said.body,
    lang: said.language,
    dir: said.direction,
    tag: said.id, // a second copy takes the place of the first
    renotify: false,
    requireInteraction: said.urgent === true,
    data: { link: onlyOurs(said.link) },
  });
  event.waitUntil(shown.then(() => sayShown(said.seen)));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { link } = event.notification.data;
  event.waitUntil((async () => {
    const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const open = pages.find((page) => page.url === link);
    return open ? open.focus() : self.clients.openWindow(link);
  })());
});
