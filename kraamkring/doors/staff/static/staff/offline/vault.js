// What this device keeps, encrypted: pages to read and items to send. One person at a time; her keys never leave the
// browser, and leaving destroys them. Pages import this file and the worker loads it with importScripts: no exports.
(() => {
  const STORES = { people: "user", items: "id", drafts: "place", pages: "place", notes: "name" };
  const AGAIN_AFTER_MS = [100, 400, 1600]; // a browser that was killed needs a moment to find its disk again
  let opened;

  function open() {
    opened ??= opening(AGAIN_AFTER_MS).catch((error) => { opened = undefined; throw error; });
    return opened;
  }

  async function opening([wait, ...waits]) {
    try {
      return await openOnce();
    } catch (error) {
      if (wait === undefined) throw error;
      await new Promise((then) => setTimeout(then, wait));
      return opening(waits);
    }
  }

  function openOnce() {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open("kraamkring", 1);
      asked.onupgradeneeded = () => {
        for (const [name, keyPath] of Object.entries(STORES)) {
          const store = asked.result.createObjectStore(name, { keyPath });
          if (name !== "people" && name !== "notes") store.createIndex("owner", "owner");
        }
      };
      asked.onsuccess = () => {
        asked.result.onversionchange = () => { asked.result.close(); opened = undefined; };
        asked.result.onclose = () => { opened = undefined; }; // not by us: its disk was taken away
        resolve(asked.result);
      };
      asked.onerror = () => reject(asked.error);
    });
  }

  const answered = (asked) => new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

  // One transaction: `work` may only wait for the database. What it gives is given once all of it is on the disk.
  async function within(stores, mode, work, durability = "strict") {
    const database = await open();
    const transaction = database.transaction(stores, mode, { durability });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    });
    const store = (name) => transaction.objectStore(name);
    let given;
    try {
      given = await work(store);
    } catch (error) {
      try { transaction.abort(); } catch { /* it has ended by itself */ }
      await done.catch(() => {});
      throw error;
    }
    await done;
    return given;
  }

  const newKey = () => crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);

  async function seal(key, about, content) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const additionalData = new TextEncoder().encode(about);
    const plain = new TextEncoder().encode(JSON.stringify(content));
    return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, plain) };
  }

  async function unseal(key, about, row) {
    const additionalData = new TextEncoder().encode(about);
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv, additionalData }, key, row.sealed);
    return JSON.parse(new TextDecoder().decode(plain));
  }

  // A UUIDv7: made here, so that sending again is harmless; it sorts by the moment it was made.
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    new DataView(bytes.buffer).setBigUint64(0, (BigInt(Date.now()) << 16n) | BigInt(0x7000 | (((bytes[6] << 8) | bytes[7]) & 0x0fff)));
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  const person = (user) => within(["people"], "readonly", (store) => answered(store("people").get(user)));
  const note = (name) => within(["notes"], "readonly", async (store) => (await answered(store("notes").get(name)))?.value);
  const putNote = (name, value) => within(["notes"], "readwrite", (store) => answered(store("notes").put({ name, value })));

  // Whose device this is now; null once she left.
  async function current() {
    const user = await note("current");
    return user ? (await person(user)) ?? null : null;
  }

  async function change(user, changed) {
    return within(["people"], "readwrite", async (store) => {
      const found = await answered(store("people").get(user));
      if (!found) return null;
      const now = { ...found, ...changed };
      await answered(store("people").put(now));
      return now;
    });
  }

  async function drop(store, name, owner) {
    for (const key of await answered(store(name).index("owner").getAllKeys(owner))) store(name).delete(key);
  }

  // She is signed in here. What another person could read goes; what another wrote and has not sent stays hers, locked.
  async function become(user) {
    const before = await note("current");
    const [pagesKey, itemsKey] = [await newKey(), await newKey()];
    return within(Object.keys(STORES), "readwrite", async (store) => {
      if (before && before !== user) {
        await drop(store, "pages", before);
        const other = await answered(store("people").get(before));
        if (other) store("people").put({ ...other, pagesKey: null });
      }
      const known = await answered(store("people").get(user));
      const now = known ?? { user, device: newId(), sequence: 0, token: "", heardAt: null };
      now.pagesKey ??= pagesKey;
      now.itemsKey ??= itemsKey;
      store("people").put(now);
      store("notes").put({ name: "current", value: user });
      return now;
    });
  }

  // She signs out. Nothing can be read here after this; her count goes on where it was when she comes back. Refuses
  // while something of hers was not sent.
  async function leave(user) {
    await within(Object.keys(STORES), "readwrite", async (store) => {
      const items = await answered(store("items").index("owner").getAll(user));
      if (items.some((row) => row.state === "kept" || row.state === "sent")) throw new Error("unsent");
      for (const name of ["pages", "drafts", "items"]) await drop(store, name, user);
      const found = await answered(store("people").get(user));
      if (found) store("people").put({ ...found, pagesKey: null, itemsKey: null });
      store("notes").delete("current");
      store("notes").delete("bundle");
    });
  }

  // The device was revoked: as if it had never known her.
  async function empty(user) {
    await leave(user);
    await within(["people"], "readwrite", (store) => answered(store("people").delete(user)));
  }

  async function keepPages(owner, pages, csp) {
    const rows = [];
    for (const page of pages) {
      const place = `${owner.user} ${page.path}`;
      rows.push({ place, owner: owner.user, ...(await seal(owner.pagesKey, place, { html: page.html, csp, at: Date.now() })) });
    }
    await within(["pages", "people"], "readwrite", async (store) => {
      const now = await answered(store("people").get(owner.user));
      if (!now?.pagesKey) return; // she signed out meanwhile
      await drop(store, "pages", owner.user);
      for (const row of rows) store("pages").put(row);
    });
  }

  async function page(path) {
    const owner = await current();
    if (!owner?.pagesKey) return null;
    const place = `${owner.user} ${path}`;
    const row = await within(["pages"], "readonly", (store) => answered(store("pages").get(place)));
    return row ? { ...(await unseal(owner.pagesKey, place, row)), heardAt: owner.heardAt } : null;
  }

  globalThis.vault = {
    within, answered, seal, unseal, newId, person, current, change, become, leave, empty, keepPages, page, note, putNote,
  };
})();
