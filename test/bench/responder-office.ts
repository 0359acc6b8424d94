// The responder as it stands in the office, alone in a process: `node --import tsx responder-office.ts DATABASE_URL FILES`, where FILES is JSON of the authority's. Says its address.
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";

import express from "express";
import { pino } from "pino";

import { openAuthority } from "#app/adapters/forge/index.ts";
import { publication } from "#app/start/publication.server.ts";
import { openDatabase } from "#db/client.server.ts";

const [url = "", files = ""] = process.argv.slice(2);
const { db } = await openDatabase({ url });
const clock = { now: () => new Date() };
const authority = openAuthority({ ...(JSON.parse(readFileSync(files, "utf8")) as Record<"issuerCertPem" | "issuerKeyPem" | "rootCertPem" | "passphrase", string>), publicBaseUrl: "http://pki.zegel.example/", clock });
const office = { db, authority, testAuthority: null } as unknown as Parameters<typeof publication>[0]["office"];
const server = express()
  .disable("x-powered-by")
  .use("/pki", publication({ office, clock, log: pino({ level: "silent" }) }))
  .listen(0, "127.0.0.1", () => process.stdout.write(`Responder http://127.0.0.1:${(server.address() as AddressInfo).port}\n`));
