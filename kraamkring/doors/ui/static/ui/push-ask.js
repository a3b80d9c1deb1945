// The switch for messages on this device. The form says all words; this only asks the browser and fills the form in:
// data-push-key is the public key of the house, [data-push="on"|"off"] are its buttons, [data-push-note] what to do instead.
const decode = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const encode = (buffer) => {
  const text = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};
const form = document.querySelector("[data-push-key]");
const part = (name) => form.querySelector(`[data-push="${name}"]`);
const note = (name) => {
  for (const each of form.querySelectorAll("[data-push-note]")) each.hidden = each.dataset.pushNote !== name;
};
const sameKey = (subscription) => {
  const key = subscription?.options?.applicationServerKey;
  return key && encode(key) === form.dataset.pushKey;
};

const fill = (subscription, what) => {
  form.elements.what.value = what;
  form.elements.endpoint.value = subscription.endpoint;
  form.elements.p256dh.value = encode(subscription.getKey("p256dh"));
  form.elements.auth.value = encode(subscription.getKey("auth"));
  form.submit();
};

const switchOn = async () => {
  if (await Notification.requestPermission() !== "granted") return note("refused");
  const worker = await navigator.serviceWorker.ready;
  const old = await worker.pushManager.getSubscription();
  if (old && !sameKey(old)) await old.unsubscribe();
  const asked = { userVisibleOnly: true, applicationServerKey: decode(form.dataset.pushKey) };
  return fill(await worker.pushManager.subscribe(asked), "on");
};

const switchOff = async () => {
  const worker = await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager.getSubscription();
  if (!subscription) return window.location.reload();
  await subscription.unsubscribe();
  return fill(subscription, "off");
};

const begin = async () => {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return note("cannot");
  await navigator.serviceWorker.register(form.dataset.pushWorker, { scope: "/" });
  const worker = await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager.getSubscription();
  const known = [...document.querySelectorAll("[data-push-endpoint]")].map((each) => each.dataset.pushEndpoint);
  const on = Boolean(subscription) && sameKey(subscription) && known.includes(await digest(subscription.endpoint));
  note(on ? "on" : Notification.permission === "denied" ? "refused" : "off");
  part(on ? "off" : "on").hidden = false;
};

// The page names her devices by a digest of their address, so that the address itself stands nowhere.
const digest = async (text) => {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

const tried = (deed) => async () => {
  try {
    await deed();
  } catch {
    note("trouble");
  }
};

if (form) {
  part("on").addEventListener("click", tried(switchOn));
  part("off").addEventListener("click", tried(switchOff));
  tried(begin)();
}
