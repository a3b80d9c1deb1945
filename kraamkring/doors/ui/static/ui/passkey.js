// Passkeys and security keys: asks the browser for one, puts its answer in the form, and sends the form.
// A button says what it does: data-passkey="add" (a new one), "use" (a known one), "enter" (sign in with it alone).
const BYTES = ["challenge", "id"];

const decode = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const encode = (buffer) => {
  const text = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

// What the server asks, with bytes where the browser wants bytes.
const asked = (options) => {
  if (Array.isArray(options)) return options.map(asked);
  if (options === null || typeof options !== "object") return options;
  const each = ([name, value]) => [name, BYTES.includes(name) && typeof value === "string" ? decode(value) : asked(value)];
  return Object.fromEntries(Object.entries(options).map(each));
};
const creation = ({ rp, ...rest }) => ({ ...asked(rest), rp });

// What the key said, with text where the server wants text.
const answered = (credential) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = encode(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    type: credential.type, id: credential.id, rawId: encode(credential.rawId), response,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
};

const given = (button) => JSON.parse(document.getElementById(button.dataset.options).textContent);

const ceremonies = {
  async add(button, form) {
    const { publicKey } = given(button).creation_options;
    if (form.elements.passwordless?.checked) {
      const alone = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
      publicKey.authenticatorSelection = { ...publicKey.authenticatorSelection, ...alone };
    }
    return navigator.credentials.create({ publicKey: creation(publicKey) });
  },
  async use(button) {
    return navigator.credentials.get({ publicKey: asked(given(button).request_options.publicKey) });
  },
  async enter(_button, form) {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    const { request_options } = await answer.json();
    return navigator.credentials.get({ publicKey: asked(request_options.publicKey) });
  },
};

const prepare = (button) => {
  const form = button.form;
  const trouble = form.querySelector("[data-passkey-trouble]");
  button.disabled = false;
  button.addEventListener("click", async () => {
    trouble.hidden = true;
    button.disabled = true;
    try {
      form.elements.credential.value = JSON.stringify(answered(await ceremonies[button.dataset.passkey](button, form)));
      form.submit();
    } catch {
      trouble.hidden = false;
      button.disabled = false;
      button.focus();
    }
  });
};

if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-passkey-without]").forEach((note) => { note.hidden = true; });
  document.querySelectorAll("[data-passkey]").forEach(prepare);
}
