import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { TrailVerifier } from "#app/domain/jobs/verification.ts";
import { runSql, type Db } from "#db/types.ts";

import { beginning, headsOfFile, verifyStep, type State } from "../../scripts/audit-chain.mjs";

/** The verifier of `npm run audit:verify`, over the database and the heads file of this office (P8). It brings its own code, and only takes turns here. */
export function makeTrailVerifier(db: Db, { headsFile }: { headsFile: string }): TrailVerifier {
  const folder = dirname(headsFile);
  return {
    begin: beginning,
    step: async (state) => {
      const keys = readdirSync(folder).filter((name) => /^public-.*\.pem$/.test(name));
      const trail = {
        query: (text: string, values: unknown[] = []) => runSql<Record<string, string | null>>(db, text, values),
        heads: await headsOfFile(headsFile),
        publicKeys: keys.map((name) => readFileSync(join(folder, name), "utf8")),
      };
      return verifyStep(trail, state as State);
    },
  };
}
