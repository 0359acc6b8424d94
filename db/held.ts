import type postgres from "postgres";

/** A transaction for as long as its connection is its own. */
type Held = {
  isOver: boolean;
  /** Rejects when its connection is lost, and else never settles. */
  lost: Promise<never>;
};

/**
 * A client whose statements are kept by the server: drizzle sends each as text that would be parsed and planned anew, and ours are few and the same all day. In a transaction, too; and there nothing
 * is sent any more once its connection is lost.
 *
 * The driver says that it was lost to whoever waits for the transaction, and makes the connection anew for the next one. What the body of the lost one had yet to send, and its COMMIT or ROLLBACK,
 * it would send over that: into somebody else's transaction, which would so keep or lose a half; or, before anybody has it, over none at all, which ends the process (P7, P16).
 */
export function prepared<Client extends postgres.Sql | postgres.TransactionSql>(client: Client, held: Held | null = null): Client {
  return new Proxy(client, {
    get(of, name, self) {
      const found: unknown = Reflect.get(of, name, self);
      if (typeof found !== "function") return found;
      if (name === "unsafe") {
        return (text: string, values?: never[], options?: object) => {
          if (held?.isOver) throw gone();
          return of.unsafe(text, values, { ...options, prepare: true });
        };
      }
      if (name === "begin") return (...words: unknown[]) => begin(found as Begin, words);
      if (name === "savepoint" && held) return (...words: unknown[]) => savepoint(found as Begin, words, held);
      return found;
    },
  });
}

type Body = (inner: postgres.TransactionSql) => unknown;
type Begin = (...words: unknown[]) => Promise<unknown>;

function begin(found: Begin, words: unknown[]): Promise<unknown> {
  const body = words.pop() as Body;
  let lose: (error: Error) => void = () => undefined;
  const held: Held = { isOver: false, lost: new Promise<never>((_, reject) => (lose = reject)) };
  held.lost.catch(() => undefined);
  const end = () => {
    held.isOver = true;
    lose(gone());
  };
  const whole = found(...words, (inner: postgres.TransactionSql) => whileHeld(held, () => body(prepared(inner, held))));
  whole.then(end, end);
  return whole;
}

/** One within another: its beginning and its end are sent like any statement, and whoever waits for it hears that the connection is lost. */
function savepoint(found: Begin, words: unknown[], held: Held): Promise<unknown> {
  const body = words.pop() as Body;
  if (held.isOver) return Promise.reject(gone());
  return Promise.race([found(...words, (inner: postgres.TransactionSql) => whileHeld(held, () => body(prepared(inner, held)))), held.lost]);
}

/** What came of the body, for the driver, which then sends the end. Where the connection is lost it never hears: whoever waits for the transaction has heard. */
async function whileHeld(held: Held, body: () => unknown): Promise<unknown> {
  try {
    const answer = await body();
    return held.isOver ? await never() : answer;
  } catch (error) {
    // The statement that was under way fails in the same moment in which the connection is lost, and may be heard of first.
    await new Promise((done) => setImmediate(done));
    if (held.isOver) return never();
    throw error;
  }
}

const never = () => new Promise<never>(() => undefined);

function gone(): Error {
  return Object.assign(new Error("This transaction is over, or has lost its connection: nothing more of it is sent."), { code: "CONNECTION_CLOSED" });
}
