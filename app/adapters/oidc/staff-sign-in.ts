import { createRemoteJWKSet, jwtVerify } from "jose";
import * as oidc from "openid-client";

import type { SignedIn, StaffSignIn } from "#app/domain/access/ports.ts";
import { Problem } from "#app/domain/problem.ts";

import { EndedClaims, personIn } from "./claims.ts";
import { problemOf } from "./problems.ts";

export type OidcOptions = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The claim that lists somebody's groups. */
  groupsClaim: string;
  /** "openid profile email", and what the organisation wants beside it for groups or renewal. */
  scope: string;
  timeoutSeconds?: number;
};

/** How far its clock and ours may differ. */
const CLOCKS_DIFFER_SECONDS = 30;
/** A message about an ended session is not taken later than this. */
const ENDED_AT_MOST_SECONDS = 300;
/** With the provider's public keys only: a secret of ours, or no signature at all, proves nothing. */
const ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512", "EdDSA", "Ed25519"];
const ENDED_EVENT = "http://schemas.openid.net/event/backchannel-logout";

/**
 * Finds the organisation's provider by discovery (OpenID Connect Discovery 1.0) and signs staff in there: authorization code with PKCE, state and nonce.
 * The signature of each ID token is checked as well, though TLS already says whose it is: a provider on this machine may come without.
 */
export async function openStaffSignIn(options: OidcOptions): Promise<StaffSignIn> {
  const config = await discover(options);
  const server = config.serverMetadata();
  const keys = createRemoteJWKSet(new URL(server.jwks_uri ?? ""), { timeoutDuration: timeoutOf(options) * 1000 });

  /** Who the tokens are about. What is not in the ID token is asked for where the provider keeps it; what is signed goes first. */
  async function read(tokens: Tokens, subject: string): Promise<SignedIn> {
    const claims: Record<string, unknown> = { sub: subject, ...tokens.claims() };
    const isWhole = claims[options.groupsClaim] !== undefined && claims["name"] !== undefined;
    const more = isWhole || server.userinfo_endpoint === undefined ? {} : await oidc.fetchUserInfo(config, tokens.access_token, subject);
    const person = personIn({ ...more, ...claims }, options.groupsClaim);
    if (person === null) throw new Problem("sign-in.malformed", { reason: "claims" });
    const { sid } = claims;
    return { person: { ...person, issuer: server.issuer }, renewal: tokens.refresh_token ?? null, providerSession: typeof sid === "string" ? sid : null };
  }

  return {
    issuer: server.issuer,
    origins: originsOf(options, server),

    async begin({ returnUrl, language }) {
      const underWay = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: returnUrl,
        scope: options.scope,
        state: underWay.state,
        nonce: underWay.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(underWay.verifier),
        code_challenge_method: "S256",
        ui_locales: language,
      });
      return { url: url.href, underWay };
    },

    finish: ({ returnUrl, search, underWay }) =>
      worded(async () => {
        const checks = { expectedState: underWay.state, expectedNonce: underWay.nonce, pkceCodeVerifier: underWay.verifier, idTokenExpected: true };
        const tokens = await oidc.authorizationCodeGrant(config, new URL(search, returnUrl), checks);
        return read(tokens, tokens.claims()?.sub ?? "");
      }),

    again: ({ renewal, subject }) =>
      worded(async () => {
        const tokens = await oidc.refreshTokenGrant(config, renewal).catch((failure: unknown) => {
          if (failure instanceof oidc.ResponseBodyError && failure.error === "invalid_grant") return null;
          throw failure;
        });
        if (tokens === null) return null;
        const named = tokens.claims()?.sub;
        if (named !== undefined && named !== subject) throw new Problem("sign-in.malformed", { reason: "another person" });
        const signedIn = await read(tokens, subject);
        // A provider that does not change what it is asked with expects the same again.
        return { ...signedIn, renewal: signedIn.renewal ?? renewal };
      }),

    leaveUrl({ returnUrl, language }) {
      if (server.end_session_endpoint === undefined) return null;
      return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: returnUrl, ui_locales: language }).href;
    },

    readEnded: (token) =>
      worded(async () => {
        const expected = { issuer: server.issuer, audience: options.clientId, clockTolerance: CLOCKS_DIFFER_SECONDS, maxTokenAge: ENDED_AT_MOST_SECONDS };
        const { payload } = await jwtVerify(token, keys, { ...expected, algorithms: ALGORITHMS });
        const claims = EndedClaims.safeParse(payload);
        const isOne = claims.success && ENDED_EVENT in claims.data.events && !("nonce" in payload);
        if (!isOne || !(claims.data.sub ?? claims.data.sid)) throw new Problem("sign-in.malformed", { reason: "no such event" });
        return { tokenId: claims.data.jti, subject: claims.data.sub ?? null, providerSession: claims.data.sid ?? null };
      }),
  };
}

type Tokens = Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>;

async function discover(options: OidcOptions): Promise<oidc.Configuration> {
  const issuer = new URL(options.issuer);
  // Only a provider on this machine may do without TLS; the settings refuse any other.
  const execute = [oidc.enableNonRepudiationChecks, ...(issuer.protocol === "http:" ? [oidc.allowInsecureRequests] : [])];
  const metadata = { [oidc.clockTolerance]: CLOCKS_DIFFER_SECONDS };
  const config = await worded(() => oidc.discovery(issuer, options.clientId, metadata, secretAsAsked(options.clientSecret), { execute, timeout: timeoutOf(options) }));
  const { authorization_endpoint, token_endpoint, jwks_uri } = config.serverMetadata();
  if (!authorization_endpoint || !token_endpoint || !jwks_uri) throw new Problem("sign-in.malformed", { reason: "metadata" });
  return config;
}

/** The secret where the provider takes it: in the header unless it says that it knows the body alone (RFC 8414, 2: the header is the default). */
function secretAsAsked(secret: string): oidc.ClientAuth {
  const [inHeader, inBody] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const known = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    const put = known.includes("client_secret_basic") ? inHeader : inBody;
    return put(server, client, body, headers);
  };
}

function originsOf({ issuer }: OidcOptions, server: Readonly<oidc.ServerMetadata>): string[] {
  const places = [issuer, server.authorization_endpoint, server.end_session_endpoint].filter((place) => place !== undefined);
  return [...new Set(places.map((place) => new URL(place).origin))];
}

function timeoutOf({ timeoutSeconds = 5 }: OidcOptions): number {
  return timeoutSeconds;
}

async function worded<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((failure: unknown) => {
    throw problemOf(failure);
  });
}
