import { describe, expect, it } from "vitest";

import { readModuleEnv, readProductionEnv } from "#app/env.server.ts";
import { explain } from "#app/start/explain.server.ts";

const SIGN_IN = {
  ZEGEL_OIDC_ISSUER: "https://login.organisation.example",
  ZEGEL_OIDC_CLIENT_ID: "zegel",
  ZEGEL_OIDC_CLIENT_SECRET: "a secret of the office there",
  ZEGEL_OIDC_GROUPS_CLAIM: "groups",
  ZEGEL_OIDC_ROLES: '{"Zegel reviewers":["reviewer"],"Zegel post":["print-room","on-call"]}',
};

/** What whoever starts production hears about the settings of the sign-in. */
function said(change: Record<string, string>, locale = "en"): string {
  try {
    readProductionEnv({ ...SIGN_IN, ...change });
  } catch (problem) {
    return explain(problem, locale);
  }
  throw new Error("Production lacks much more than this.");
}

describe("the settings of the staff's sign-in", () => {
  it("are not complained about when they are right", () => {
    expect(said({})).not.toContain("OIDC");
    for (const issuer of ["http://localhost:8080/realms/office", "http://127.0.0.1:9000", "http://[::1]:9000"]) expect(said({ ZEGEL_OIDC_ISSUER: issuer })).not.toContain("OIDC");
  });

  it("are named when they are missing, with all else, and without a sentence each", () => {
    const names = said(Object.fromEntries(Object.keys(SIGN_IN).map((name) => [name, ""])));
    for (const name of ["DATABASE_URL", ...Object.keys(SIGN_IN)]) expect(names).toContain(name);
    expect(names).not.toContain("ZEGEL_OIDC_SCOPE");
    expect(names).toMatch(/^Production still lacks: [A-Z_, ]+\. Set everything and start again\.$/);
  });

  it.each([
    ["ZEGEL_OIDC_ISSUER", "http://login.organisation.example", /is a complete address with https/],
    ["ZEGEL_OIDC_ISSUER", "http://localhost.organisation.example", /is a complete address with https/],
    ["ZEGEL_OIDC_ISSUER", "login", /is a complete address with https/],
    ["ZEGEL_OIDC_CLIENT_ID", " ", /is the name by which/],
    ["ZEGEL_OIDC_CLIENT_SECRET", "too short", /16 characters or more/],
    ["ZEGEL_OIDC_GROUPS_CLAIM", "my groups", /is the name of the claim/],
    ["ZEGEL_OIDC_ROLES", "Zegel reviewers=reviewer", /is JSON with a list of roles/],
    ["ZEGEL_OIDC_ROLES", '{"Zegel reviewers":["chief"]}', /the roles are reviewer, print-room, /],
    ["ZEGEL_OIDC_ROLES", '{"Zegel reviewers":"reviewer"}', /is JSON with a list of roles/],
    ["ZEGEL_OIDC_ROLES", '["reviewer"]', /is JSON with a list of roles/],
    ["ZEGEL_OIDC_ROLES", "{}", /is JSON with a list of roles/],
    ["ZEGEL_OIDC_SCOPE", "profile email", /openid is in it/],
  ])("%s=%s gets a sentence that says what to write, and never the value", (name, value, sentence) => {
    const words = said({ [name]: value });
    expect(words).toMatch(sentence);
    expect(words).not.toMatch(/chief|too short|my groups|login\.organisation/);
    expect(said({ [name]: value }, "nl")).toMatch(new RegExp(`^Voor productie ontbreekt nog: .*\\. ${name} (is|heeft) `));
  });
});

describe("the settings of AMP, who identifies at home", () => {
  const AMP = { ZEGEL_AMP_URL: "https://api.amp.example/v1", ZEGEL_AMP_TOKEN: "a token of theirs", ZEGEL_AMP_CALLBACK_SECRET: "thirty-two characters, or many more" };

  it("are named when they are missing or too easily guessed, and else not", () => {
    expect(said(AMP)).not.toContain("ZEGEL_AMP");
    for (const name of Object.keys(AMP)) expect(said({ ...AMP, [name]: "" })).toContain(name);
    expect(said({ ...AMP, ZEGEL_AMP_CALLBACK_SECRET: "thirty-one characters, too few." })).toContain("ZEGEL_AMP_CALLBACK_SECRET");
  });
});

describe("where the key of the issuing CA is", () => {
  const FILE = { ZEGEL_CA_KEY_FILE: "/keys/issuing.key.pem", ZEGEL_CA_PASSPHRASE: "twaalf tellers en een klok" };
  const TOKEN = { ZEGEL_CA_PKCS11_MODULE: "/usr/lib/hsm.so", ZEGEL_CA_PKCS11_TOKEN: "zegel", ZEGEL_CA_PKCS11_KEY: "issuing 1", ZEGEL_CA_PKCS11_PIN: "48151623" };

  it("is said by a file and what opens it, or by a token and its PIN, and never by half of either", () => {
    for (const either of [FILE, TOKEN]) {
      expect(said(either)).not.toContain("ZEGEL_CA_KEY_FILE");
      expect(said(either)).not.toMatch(/ZEGEL_CA_(PASSPHRASE|PKCS11)/);
      for (const name of Object.keys(either)) expect(said({ ...either, [name]: "" })).toContain(name);
    }
    expect(said({})).toContain("ZEGEL_CA_KEY_FILE, ZEGEL_CA_PASSPHRASE");
  });

  it("is not said by both: a token is worth little where a file with a key still lies about", () => {
    expect(said({ ...TOKEN, ZEGEL_CA_KEY_FILE: FILE.ZEGEL_CA_KEY_FILE })).toContain("ZEGEL_CA_KEY_FILE is left empty where the CA key is in a token");
  });

  it("gets a sentence where the PIN is too short, and never the PIN", () => {
    const words = said({ ...TOKEN, ZEGEL_CA_PKCS11_PIN: "481" });
    expect(words).toContain("ZEGEL_CA_PKCS11_PIN is the PIN of the token's user");
    expect(words).not.toContain("481");
  });

  it("is shared with a vendor's module only as far as the module's own variables go", () => {
    const all = { ...TOKEN, ZEGEL_SESSION_SECRET: "x", DATABASE_URL: "postgres://a:b@c/d", PGPASSWORD: "x", SOFTHSM2_CONF: "/etc/softhsm2.conf", PATH: "/bin" };
    expect(readModuleEnv(all)).toEqual({ SOFTHSM2_CONF: "/etc/softhsm2.conf", PATH: "/bin" });
  });
});

describe("where users log in", () => {
  it("may be left out, and is over TLS", () => {
    expect(said({})).not.toContain("ZEGEL_LOGIN_URL");
    expect(said({ ZEGEL_LOGIN_URL: "https://login.office.example" })).not.toContain("ZEGEL_LOGIN_URL");
    for (const address of ["http://login.office.example", "login.office.example"]) expect(said({ ZEGEL_LOGIN_URL: address })).toMatch(/ZEGEL_LOGIN_URL is a complete address with https/);
  });
});

describe("where the authority publishes", () => {
  it("may be left out, and is over plain HTTP", () => {
    expect(said({})).not.toContain("ZEGEL_PKI_URL");
    expect(said({ ZEGEL_PKI_URL: "http://pki.office.example/" })).not.toContain("ZEGEL_PKI_URL");
    for (const address of ["https://pki.office.example/", "pki.office.example"]) expect(said({ ZEGEL_PKI_URL: address })).toMatch(/ZEGEL_PKI_URL is a complete address with http, not https/);
  });
});
