// Checks a proof in the reader's own browser: entry -> leaf hash -> path -> signed root -> signature. Nothing is sent anywhere.
// Formats: c2sp.org/tlog-proof@v1, tlog-checkpoint, signed-note; hashes: RFC 6962. By WebCrypto alone.

/** @typedef {{ index: bigint, path: Uint8Array[], text: string, origin: string, size: bigint, root: Uint8Array, signatures: { name: string, bytes: Uint8Array }[] }} Parsed */
/** @typedef {{ key: string, values?: Record<string, string> }} Step */

const utf8 = new TextEncoder();
const BYTES_MAX = 1 << 20;

class Bad extends Error {
  /** @param {string} key @param {Record<string, string>} [values] */
  constructor(key, values = {}) {
    super(key);
    this.key = key;
    this.values = values;
  }
}
/** @param {string} got */
const badForm = (got) => new Bad("verify-bad-form", { got });

/** @param {string} text */
function bytesOf(text) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) throw badForm(text.slice(0, 40));
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}
/** @param {string} text */
function numberOf(text) {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) throw badForm(text.slice(0, 40));
  return BigInt(text);
}
const hex = (/** @type {Uint8Array} */ bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const same = (/** @type {Uint8Array} */ a, /** @type {Uint8Array} */ b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
/** @param {...Uint8Array} parts */
async function sha256(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
}

/** @param {string} file @returns {Parsed} */
function parse(file) {
  const end = file.indexOf("\n\n");
  if (end < 0) throw badForm("no checkpoint");
  const head = file.slice(0, end).split("\n");
  if (head.shift() !== "c2sp.org/tlog-proof@v1") throw badForm("first line");
  if (head[0]?.startsWith("extra ")) head.shift();
  const index = /^index (.*)$/.exec(head.shift() ?? "")?.[1];
  if (index === undefined) throw badForm("index");
  if (head.length > 64) throw badForm("path");
  const note = file.slice(end + 2);
  const split = note.lastIndexOf("\n\n");
  if (split < 0) throw badForm("no signature");
  const text = note.slice(0, split + 1);
  const [origin, size, root] = text.split("\n");
  const signatures = note.slice(split + 2).split("\n").filter(Boolean).slice(0, 64).map((line) => {
    const parts = /^\u2014 (\S+) (\S+)$/.exec(line);
    if (!parts) throw badForm(line.slice(0, 40));
    return { name: parts[1] ?? "", bytes: bytesOf(parts[2] ?? "") };
  });
  return { index: numberOf(index), path: head.map(bytesOf), text, origin: origin ?? "", size: numberOf(size ?? ""), root: bytesOf(root ?? ""), signatures };
}

/** The root that a leaf and its path lead to; undefined where the path has the wrong length. Source: RFC 9162, 2.1.3.2. @param {bigint} index @param {bigint} size @param {Uint8Array} leaf @param {Uint8Array[]} path */
async function rootOf(index, size, leaf, path) {
  if (index >= size) return undefined;
  let [at, last, hash] = [index, size - 1n, leaf];
  for (const step of path) {
    if (last === 0n) return undefined;
    if (at % 2n === 1n || at === last) {
      hash = await sha256(Uint8Array.of(1), step, hash);
      while (at % 2n === 0n && at !== 0n) [at, last] = [at / 2n, last / 2n];
    } else hash = await sha256(Uint8Array.of(1), hash, step);
    [at, last] = [at / 2n, last / 2n];
  }
  return last === 0n ? hash : undefined;
}

/** @param {string} vkey */
async function keyOf(vkey) {
  const [, name, id, bytes] = /^(.+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey.trim()) ?? [];
  if (!name || !id || !bytes) throw new Bad("verify-bad-signature");
  const raw = bytesOf(bytes);
  const hash = await sha256(utf8.encode(`${name}\n`), raw);
  if (raw.length !== 33 || raw[0] !== 1 || hex(hash.slice(0, 4)) !== id) throw new Bad("verify-bad-signature");
  const key = await crypto.subtle.importKey("raw", raw.slice(1), "Ed25519", false, ["verify"]).catch(() => { throw new Bad("verify-no-ed25519"); });
  return { name, id: raw.length ? hash.slice(0, 4) : hash, key };
}

/** Every check, in order; the steps that held. @param {string} file @param {Uint8Array<ArrayBuffer>} entry @param {string} vkey @param {string} [id] */
async function verify(file, entry, vkey, id) {
  /** @type {Step[]} */
  const steps = [];
  if (!globalThis.crypto?.subtle) throw new Bad("verify-no-ed25519");
  const proof = parse(file);
  const digest = hex(await sha256(entry));
  if (id && id !== `sha256:${digest}`) throw new Bad("verify-bad-id");
  steps.push({ key: "verify-step-hash", values: { got: digest } });
  const leaf = await sha256(Uint8Array.of(0), entry);
  steps.push({ key: "verify-step-leaf", values: { got: hex(leaf) } });
  const root = await rootOf(proof.index, proof.size, leaf, proof.path);
  if (!root || !same(root, proof.root)) throw new Bad("verify-bad-path");
  steps.push({ key: "verify-step-path", values: { count: String(proof.path.length), got: hex(root) } });
  const key = await keyOf(vkey);
  if (proof.origin !== key.name) throw new Bad("verify-bad-origin");
  const ours = proof.signatures.find((signature) => signature.name === key.name && same(signature.bytes.slice(0, 4), key.id));
  const signed = ours && (await crypto.subtle.verify("Ed25519", key.key, ours.bytes.slice(4), utf8.encode(proof.text)));
  if (!signed) throw new Bad("verify-bad-signature");
  steps.push({ key: "verify-step-signature", values: { got: key.name } });
  if (proof.signatures.length > 1) steps.push({ key: "verify-cosigned", values: { count: String(proof.signatures.length - 1) } });
  return { steps, index: proof.index, size: proof.size };
}

/** @param {HTMLElement} box */
function start(box) {
  /** @type {Record<string, string>} */
  const words = JSON.parse(box.dataset.words ?? "{}");
  const verdict = box.querySelector("[role=status]");
  const list = box.querySelector("[data-steps]");
  const button = box.querySelector("[data-verify]");
  if (!verdict || !(list instanceof HTMLElement) || !(button instanceof HTMLElement)) return;
  const say = (/** @type {string} */ key, /** @type {Record<string, string>} */ values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[key] ?? key);
  /** @param {() => Promise<{ file: string, entry: Uint8Array<ArrayBuffer>, vkey: string, id?: string }>} take */
  const run = async (take) => {
    verdict.textContent = say("verify-running");
    list.replaceChildren();
    list.hidden = true;
    try {
      const { file, entry, vkey, id } = await take();
      const { steps, index, size } = await verify(file, entry, vkey, id);
      box.dataset.verdict = "good";
      verdict.textContent = say("verify-good", { index: String(index), size: String(size) });
      list.replaceChildren(...steps.map(({ key, values }) => {
        const item = document.createElement("li");
        item.textContent = say(key, values);
        return item;
      }));
      list.hidden = false;
    } catch (error) {
      const known = error instanceof Bad ? error : new Bad("verify-fetch-failed");
      const open = ["verify-fetch-failed", "verify-need-both", "verify-no-ed25519"].includes(known.key);
      box.dataset.verdict = open ? "open" : "bad";
      verdict.textContent = say(known.key, known.values);
    }
  };
  const fetched = async () => {
    const [proof, entry] = await Promise.all([fetch(box.dataset.proof ?? ""), fetch(box.dataset.entry ?? "")]);
    if (!proof.ok || !entry.ok) throw new Bad("verify-fetch-failed");
    const own = { file: await proof.text(), entry: new Uint8Array(await entry.arrayBuffer()), vkey: box.dataset.vkey ?? "" };
    return box.dataset.id ? { ...own, id: box.dataset.id } : own;
  };
  const input = box.querySelector("input[type=file]");
  /** @type {File[]} */
  let dropped = [];
  const given = async () => {
    const files = dropped.length ? dropped : input instanceof HTMLInputElement ? [...(input.files ?? [])] : [];
    const small = files.filter((file) => file.size <= BYTES_MAX);
    const texts = await Promise.all(small.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })));
    const decoded = texts.map((one) => ({ ...one, text: new TextDecoder().decode(one.bytes) }));
    const proof = decoded.find((one) => one.text.startsWith("c2sp.org/tlog-proof@"));
    const entry = decoded.find((one) => one !== proof);
    const vkey = box.querySelector("#k-vkey");
    if (!proof || !entry || !(vkey instanceof HTMLInputElement)) throw new Bad("verify-need-both");
    return { file: proof.text, entry: entry.bytes, vkey: vkey.value };
  };
  const isForm = "verifyFiles" in box.dataset;
  button.addEventListener("click", () => void run(isForm ? given : fetched));
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    void run(given);
  });
  input?.addEventListener("change", () => {
    dropped = [];
    if (input instanceof HTMLInputElement && (input.files?.length ?? 0) >= 2) void run(given);
  });
  const drop = box.querySelector("[data-drop]");
  if (drop instanceof HTMLElement) {
    for (const kind of ["dragover", "dragleave", "drop"]) {
      drop.addEventListener(kind, (event) => {
        event.preventDefault();
        drop.toggleAttribute("data-over", kind === "dragover");
        if (kind !== "drop" || !(event instanceof DragEvent)) return;
        dropped = [...dropped, ...(event.dataTransfer?.files ?? [])].slice(-2);
        if (dropped.length === 2) void run(given);
      });
    }
  }
  button.hidden = false;
}

for (const box of document.querySelectorAll(".k-proof[data-words]")) if (box instanceof HTMLElement) start(box);
export { verify };
