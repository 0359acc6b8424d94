// Plain JavaScript, because a process starts from a file and the bundle is one: `token.ts` keeps one of these for each process of the office. The vendor's module is native
// code of strangers. Here it can fall over without the office, wait for its device without the event loop of anybody, and begin again from nothing when the device was away.
import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import process from "node:process";

/** @typedef {Buffer} Handle A session or an object. */
/** @typedef {{ type: number, value?: Buffer | string | number | boolean }} Attribute */
/** @typedef {{ label: string, manufacturerID: string, model: string, serialNumber: string, flags: number }} TokenInfo */
/**
 * What is used of PKCS#11 (v2.40). Written here, since the package may be missing where this is checked.
 * @typedef {object} Cryptoki
 * @property {(path: string) => void} load
 * @property {(options: { flags: number }) => void} C_Initialize
 * @property {(withToken: boolean) => Handle[]} C_GetSlotList
 * @property {(slot: Handle) => TokenInfo} C_GetTokenInfo
 * @property {(slot: Handle, flags: number) => Handle} C_OpenSession
 * @property {(session: Handle, user: number, pin: string) => void} C_Login
 * @property {(session: Handle, template: Attribute[]) => void} C_FindObjectsInit
 * @property {(session: Handle, most: number) => Handle[]} C_FindObjects
 * @property {(session: Handle) => void} C_FindObjectsFinal
 * @property {(session: Handle, object: Handle, template: Attribute[]) => Array<{ value: Buffer }>} C_GetAttributeValue
 * @property {(session: Handle, mechanism: { mechanism: number }, key: Handle) => void} C_SignInit
 * @property {(session: Handle, input: Buffer, output: Buffer) => Promise<Buffer>} C_SignAsync
 * @property {(session: Handle, mechanism: { mechanism: number }, forPublic: Attribute[], forPrivate: Attribute[]) => Promise<{ publicKey: Handle, privateKey: Handle }>} C_GenerateKeyPairAsync
 * @property {(session: Handle, object: Handle) => void} C_DestroyObject
 */
/** @typedef {{ module: string, token: string, key: string, pin: string, pinIsKnown: boolean, sessions: number }} Where `pinIsKnown`: it was accepted before. */
/** @typedef {{ id: number } & ({ act: "open" | "make" | "remove", where: Where } | { act: "sign", digest: Uint8Array })} Order */

/** Numbers of the standard (pkcs11t.h), as far as they are used. */
const CKF = { serialSession: 0x4, rwSession: 0x2, osLocking: 0x2, pinCountLow: 0x10000, pinFinalTry: 0x20000, pinLocked: 0x40000 };
const CKA = {
  class: 0x0, token: 0x1, private: 0x2, label: 0x3, keyType: 0x100, id: 0x102, sensitive: 0x103, decrypt: 0x105, unwrap: 0x107, sign: 0x108, verify: 0x10a, modulus: 0x120, modulusBits: 0x121, publicExponent: 0x122,
  extractable: 0x162, local: 0x163, neverExtractable: 0x164, alwaysSensitive: 0x165,
};
const CKO = { publicKey: 2, privateKey: 3 };
const CKK_RSA = 0;
const CKM = { rsaKeyPair: 0x0, rsaPkcs: 0x1 };
const CKU_USER = 1;

const ISSUER_BITS = 3072;
/** Octets of the longest signature that may come back: RSA-8192. */
const LONGEST_SIGNATURE = 1024;
/** DER of a DigestInfo with SHA-256, before its 32 octets (RFC 8017, 9.2, note 1). */
const SHA256_INFO = Buffer.from("3031300d060960864801650304020105000420", "hex");

/** Refused, with the code that the office has a sentence for. Nothing of it may hold the PIN: no message of the module is handed on, only its return code. */
class Refusal extends Error {
  /** @param {string} code @param {Record<string, string>} [details] */
  constructor(code, details = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** @type {Cryptoki} */
let cryptoki;
/** @type {Handle} */
let slot;
/** Keeps us logged in: when the last session of a process ends, so does its login (PKCS#11, 5.6). @type {Handle} */
let session;
/** @type {Handle} */
let key;
/** @type {Handle[]} */
const idle = [];
/** @type {Array<(session: Handle) => void>} */
const waiting = [];
let opened = 0;
/** As many signatures at once, each in a session and a thread of its own. */
let mostSessions = 1;

process.on("message", (/** @type {Order} */ order) => {
  obey(order).then(
    (result) => process.send?.({ id: order.id, result }),
    (/** @type {unknown} */ failure) => process.send?.({ id: order.id, ...refusalOf(failure) }),
  );
});
// The office ends us, by closing the line between us, once it has finished what is in hand.
process.on("disconnect", () => process.exit(0));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);

/** @param {Order} order @returns {Promise<unknown>} */
async function obey(order) {
  if (order.act === "sign") return sign(order.digest);
  if (order.act === "open") {
    logIn(order.where);
    return open(order.where);
  }
  if (order.act === "make") {
    logIn(order.where);
    return make(order.where);
  }
  return remove(order.where);
}

/** @param {unknown} failure */
function refusalOf(failure) {
  if (failure instanceof Refusal) return { refused: failure.code, details: failure.details };
  return { refused: "authority.token-away", details: { code: returnCodeOf(failure) } };
}

/** "CKR_DEVICE_REMOVED", and never more of what the module or its wrapper said. @param {unknown} failure */
function returnCodeOf(failure) {
  return /CKR_[A-Z0-9_]+/.exec(failure instanceof Error ? failure.message : "")?.[0] ?? "?";
}

/** Loads the module, finds the token by its label, and logs in: once, and only where that cannot cost the last try. @param {Where} where */
function logIn({ module, token, pin, pinIsKnown, sessions }) {
  mostSessions = sessions;
  cryptoki = load(module);
  const found = cryptoki.C_GetSlotList(true).filter((one) => textOf(cryptoki.C_GetTokenInfo(one).label) === token);
  if (found.length > 1) throw new Refusal("authority.token-several", { token });
  const [only] = found;
  if (!only) throw new Refusal("authority.token-absent", { token });
  slot = only;
  const { flags } = cryptoki.C_GetTokenInfo(slot);
  if (flags & CKF.pinLocked) throw new Refusal("authority.token-pin-locked", { token });
  // A start that is tried again and again by whoever watches over the office must not use up the tries: after one wrong PIN a human comes first.
  if (flags & CKF.pinFinalTry || (flags & CKF.pinCountLow && !pinIsKnown)) throw new Refusal("authority.token-pin-tried", { token });
  session = cryptoki.C_OpenSession(slot, CKF.serialSession | CKF.rwSession);
  try {
    cryptoki.C_Login(session, CKU_USER, pin);
  } catch (failure) {
    const code = returnCodeOf(failure);
    if (code === "CKR_PIN_LOCKED") throw new Refusal("authority.token-pin-locked", { token });
    if (code.startsWith("CKR_PIN_")) throw new Refusal("authority.token-pin", { token });
    throw failure;
  }
}

/** @param {string} module */
function load(module) {
  /** @type {{ PKCS11: new () => Cryptoki }} */
  let wrapper;
  try {
    wrapper = createRequire(import.meta.url)("pkcs11js");
  } catch {
    throw new Refusal("authority.token-driver");
  }
  const loaded = new wrapper.PKCS11();
  try {
    loaded.load(module);
    loaded.C_Initialize({ flags: CKF.osLocking });
  } catch (failure) {
    throw new Refusal("authority.token-module", { module, code: returnCodeOf(failure) });
  }
  return loaded;
}

/** The issuing key: one RSA key of this label or id, that signs and can never be read. @param {Where} where */
function open({ token, key: name }) {
  const keys = find(CKO.privateKey, name);
  if (keys.length === 0) throw new Refusal("authority.token-key-absent", { token, key: name });
  if (keys.length > 1) throw new Refusal("authority.token-key-several", { token, key: name });
  key = /** @type {Handle} */ (keys[0]);
  // A key that can be read by whoever has the PIN is worth no more than a file, and only looks like more.
  if (!flag(key, CKA.sensitive) || flag(key, CKA.extractable)) throw new Refusal("authority.token-key-open", { token, key: name });
  if (number(key, CKA.keyType) !== CKK_RSA || !flag(key, CKA.sign)) throw new Refusal("authority.token-key-kind", { token, key: name });
  return about(key);
}

/** Makes the issuing key inside the token (ceremony): it never was, and never can be, anywhere else. @param {Where} where */
async function make({ token, key: name }) {
  if (find(CKO.privateKey, name).length > 0 || find(CKO.publicKey, name).length > 0) throw new Refusal("authority.token-key-exists", { token, key: name });
  const both = [{ type: CKA.token, value: true }, { type: CKA.label, value: name }, { type: CKA.id, value: randomBytes(8) }];
  const made = await cryptoki.C_GenerateKeyPairAsync(
    session,
    { mechanism: CKM.rsaKeyPair },
    [...both, { type: CKA.verify, value: true }, { type: CKA.modulusBits, value: ISSUER_BITS }, { type: CKA.publicExponent, value: Buffer.from([1, 0, 1]) }],
    [
      ...both, { type: CKA.private, value: true }, { type: CKA.sensitive, value: true }, { type: CKA.extractable, value: false },
      { type: CKA.sign, value: true }, { type: CKA.decrypt, value: false }, { type: CKA.unwrap, value: false },
    ],
  );
  key = made.privateKey;
  // What was asked for and what a module does are two things.
  const isInside = [CKA.local, CKA.sensitive, CKA.alwaysSensitive, CKA.neverExtractable].every((what) => flag(key, what)) && !flag(key, CKA.extractable);
  if (!isInside) {
    for (const half of [made.privateKey, made.publicKey]) cryptoki.C_DestroyObject(session, half);
    throw new Refusal("authority.token-key-open", { token, key: name });
  }
  return about(key);
}

/** Takes away what `make` made, where the ceremony could not be finished. @param {Where} where */
function remove({ key: name }) {
  for (const kind of [CKO.privateKey, CKO.publicKey]) for (const one of find(kind, name)) cryptoki.C_DestroyObject(session, one);
}

/** Objects of this class with this label; where there is none, with this id (hex, with or without colons). @param {number} kind @param {string} name */
function find(kind, name) {
  const labelled = search([{ type: CKA.class, value: kind }, { type: CKA.label, value: name }]);
  const id = name.replaceAll(":", "");
  if (labelled.length > 0 || !/^([0-9a-f]{2})+$/i.test(id)) return labelled;
  return search([{ type: CKA.class, value: kind }, { type: CKA.id, value: Buffer.from(id, "hex") }]);
}

/** @param {Attribute[]} template */
function search(template) {
  cryptoki.C_FindObjectsInit(session, template);
  try {
    return cryptoki.C_FindObjects(session, 2);
  } finally {
    cryptoki.C_FindObjectsFinal(session);
  }
}

/** What the office and the record of the ceremony want to know. @param {Handle} object */
function about(object) {
  const { label, manufacturerID, model, serialNumber } = cryptoki.C_GetTokenInfo(slot);
  return {
    modulus: attribute(object, CKA.modulus).toString("hex"),
    // Optional on a private key (PKCS#11, 2.1.3); the certificate, which must agree, has it in any case.
    exponent: optional(object, CKA.publicExponent)?.toString("hex") ?? "010001",
    token: { label: textOf(label), manufacturer: textOf(manufacturerID), model: textOf(model), serial: textOf(serialNumber) },
    key: { label: attribute(object, CKA.label).toString("utf8"), id: attribute(object, CKA.id).toString("hex") },
  };
}

/** RSASSA-PKCS1-v1_5 over a SHA-256: the token pads and signs, what is signed need not travel there. @param {Uint8Array} digest */
async function sign(digest) {
  const mine = await aSession();
  // One that failed is not handed to the next: it may be in the middle of something, and the office begins anew with us in any case.
  cryptoki.C_SignInit(mine, { mechanism: CKM.rsaPkcs }, key);
  const signature = await cryptoki.C_SignAsync(mine, Buffer.concat([SHA256_INFO, digest]), Buffer.alloc(LONGEST_SIGNATURE));
  const next = waiting.shift();
  if (next) next(mine);
  else idle.push(mine);
  return Uint8Array.from(signature);
}

/** @returns {Promise<Handle>} */
async function aSession() {
  const free = idle.pop();
  if (free) return free;
  if (opened < mostSessions) {
    opened += 1;
    try {
      return cryptoki.C_OpenSession(slot, CKF.serialSession);
    } catch (failure) {
      opened -= 1;
      // Some tokens have few sessions: with those there are we go on.
      if (opened === 0 || returnCodeOf(failure) !== "CKR_SESSION_COUNT") throw failure;
    }
  }
  return new Promise((done) => waiting.push(done));
}

/** @param {Handle} object @param {number} type */
function attribute(object, type) {
  return /** @type {{ value: Buffer }} */ (cryptoki.C_GetAttributeValue(session, object, [{ type }])[0]).value;
}

/** @param {Handle} object @param {number} type */
function optional(object, type) {
  try {
    const value = attribute(object, type);
    return value.length > 0 ? value : null;
  } catch {
    return null;
  }
}

/** A flag that cannot be read counts as not set. @param {Handle} object @param {number} type */
function flag(object, type) {
  return optional(object, type)?.[0] === 1;
}

/** A CK_ULONG, in the order of this machine's octets. @param {Handle} object @param {number} type */
function number(object, type) {
  return attribute(object, type).readUInt32LE(0);
}

/** Padded with spaces, as the standard has it. @param {string} padded */
function textOf(padded) {
  return padded.replace(/[\s\0]+$/u, "");
}
