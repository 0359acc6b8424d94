import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { exportJWK, generateKeyPair } from "jose";
import Provider, { type Configuration } from "oidc-provider";

export type OrganisationPerson = { sub: string; name: string; email?: string; groups: string[] };

export type Organisation = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  people: Map<string, OrganisationPerson>;
  /** Who sits at the keyboard when the organisation asks; null: they press cancel. */
  atTheKeyboard: string | null;
  /** Called around each answer of the token endpoint. */
  aroundToken: (answer: () => Promise<void>) => Promise<void>;
  /** No longer answers, until `open`. */
  shut(): Promise<void>;
  open(): Promise<void>;
  /** How often tokens were asked for. */
  tokensAsked: () => number;
  close(): Promise<void>;
};

/**
 * The organisation where staff have their accounts: a real OpenID provider on loopback, with its own pages replaced by one that takes whoever sits at the
 * keyboard. `officeUrl` is as browsers see the office; `officeHere` is where the organisation reaches it to say that a session ended.
 */
export async function openOrganisation(office: { officeUrl: string; officeHere?: string }): Promise<Organisation> {
  let server: Server = createServer();
  const port = await listen(server, 0);
  const issuer = `http://127.0.0.1:${port}`;
  const people = new Map<string, OrganisationPerson>();
  const [clientId, clientSecret] = ["zegel", "a secret of the office at the organisation"];
  const provider = new Provider(issuer, await configurationFor(people, { ...office, clientId, clientSecret }));
  let asked = 0;

  const organisation: Organisation = {
    issuer,
    clientId,
    clientSecret,
    people,
    atTheKeyboard: null,
    aroundToken: (answer) => answer(),
    tokensAsked: () => asked,
    shut: () => closed(server),
    open: async () => {
      server = createServer(answer);
      await listen(server, port);
    },
    close: () => closed(server),
  };
  provider.use(async (context, next) => {
    if (context.path !== "/token") return next();
    asked += 1;
    return organisation.aroundToken(next);
  });
  const serve = provider.callback();

  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const who = organisation.atTheKeyboard;
    const result = who === null ? { error: "access_denied", error_description: "the person pressed cancel" } : { login: { accountId: who } };
    await provider.interactionFinished(request, response, result);
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    if (!request.url?.startsWith("/interaction/")) return void serve(request, response);
    interact(request, response).catch(() => response.writeHead(500).end());
  }
  server.on("request", answer);
  return organisation;
}

type Client = { officeUrl: string; officeHere?: string; clientId: string; clientSecret: string };

async function configurationFor(people: Map<string, OrganisationPerson>, { officeUrl, officeHere, clientId, clientSecret }: Client): Promise<Configuration> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${officeUrl}/sign-in/return`],
        post_logout_redirect_uris: [`${officeUrl}/sign-out`],
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        ...(officeHere ? { backchannel_logout_uri: `${officeHere}/sign-in/ended`, backchannel_logout_session_required: true } : {}),
      },
    ],
    claims: { openid: ["sub", "groups"], profile: ["name"], email: ["email"] },
    findAccount: (_context, id) => {
      const person = people.get(id);
      return person && { accountId: id, claims: () => ({ ...person }) };
    },
    jwks: { keys: [{ ...(await exportJWK(privateKey)), use: "sig", alg: "RS256", kid: "one" }] },
    cookies: { keys: ["a secret of the organisation itself"] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: (context, form) => void (context.body = form), postLogoutSuccessSource: (context) => void (context.body = "signed out") },
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    // The provider itself asks nothing of loopback, where the office of a test is.
    fetch: (address, { method, headers, body } = {}) => fetch(address, { method: method ?? "GET", headers: headers ?? {}, body: body ?? null }),
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    // Nobody is asked whether the office may know who they are: it is their own organisation's.
    loadExistingGrant: async (context) => {
      const { Grant } = context.oidc.provider;
      const grant = new Grant({ clientId, accountId: context.oidc.session?.accountId });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
    ttl: { Session: 3600, Interaction: 600, Grant: 3600, AccessToken: 300, IdToken: 300, RefreshToken: 86_400 },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((done) => server.listen(port, "127.0.0.1", () => done((server.address() as AddressInfo).port)));
}

function closed(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}
