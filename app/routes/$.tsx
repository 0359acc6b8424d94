import { Problem } from "#app/domain/problem.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";

export const meta = pageMeta;

/** Every address that no other route knows. */
export const loader = publicLoader({}, async (): Promise<null> => {
  throw new Problem("page.not-found");
});

export const action = publicAction({}, async (): Promise<null> => {
  throw new Problem("page.not-found");
});

/** Only for a form sent to an address that does not exist: then the page shows what the loader throws. */
export default function NotFound() {
  return null;
}
