import { referenceIn } from "#app/domain/decisions/reference.ts";
import type { Rule, RuleSet } from "#app/domain/definitions/schema/rule-set.ts";
import { Problem } from "#app/domain/problem.ts";
import { EVENTS, OUTCOMES, PRIORITIES, ROUTES, type Outcome, type Point } from "#rules/vocabulary.ts";

type Params = Record<string, unknown>;
type Said = { ruleId: string; type: string; severity: Rule["severity"]; params: Params };

/**
 * What the rules that fired make together, on top of the default of the set. The first that refers or refuses decides; of plans, the first
 * rule that names a part decides that part; of routes and priorities the heaviest counts. Throws `rules.outcome`.
 */
export function combine<P extends Point>(ruleSet: RuleSet<P>, fired: readonly Rule[], resolve: (value: unknown) => unknown): Outcome<P> {
  const said = fired.map((rule) => ({ ruleId: rule.id, type: rule.event.type, severity: rule.severity, params: resolve(rule.event.params) as Params }));
  const candidate = COMBINE[ruleSet.point](resolve(ruleSet.default) as Params, said);
  const outcome = OUTCOMES[ruleSet.point].safeParse(candidate);
  if (!outcome.success) throw new Problem("rules.outcome", { ruleSet: ruleSet.id }, { cause: outcome.error });
  // The schema is that of the point.
  return outcome.data as Outcome<P>;
}

/** Whether a point knows an event with these params (references resolved); the schema's complaint when not. */
export function checkEvent(point: Point, type: string, params: unknown) {
  const events: Record<string, (typeof EVENTS)[Point][keyof (typeof EVENTS)[Point]] | undefined> = EVENTS[point];
  return Object.hasOwn(events, type) ? events[type]?.safeParse(params) : undefined;
}

/** Puts the value in the place of each `{"fact": name}`, at any depth. */
export function resolveReferences(value: unknown, known: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, known));
  if (typeof value !== "object" || value === null) return value;
  const reference = referenceIn(value);
  if (reference !== null) return Object.hasOwn(known, reference) ? known[reference] : undefined;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveReferences(item, known)]));
}

const COMBINE: Record<Point, (fallback: Params, said: readonly Said[]) => unknown> = {
  intake: (fallback, said) => {
    const refer = said.find(({ type }) => type === "refer");
    if (refer) return { kind: "refer", to: refer.params.to, ruleId: refer.ruleId };
    const propose = said.find(({ type }) => type === "propose");
    return propose ? { kind: "allow", proposal: { to: propose.params.to, ruleId: propose.ruleId } } : fallback;
  },
  screening: (fallback, said) => ({
    // Only a request on which every rule is green may go its way without a person (D2).
    route: heaviest(ROUTES, [fallback.route, ...said.map(({ params, severity }) => params.route ?? (severity === "info" ? undefined : "review"))]),
    priority: heaviest(PRIORITIES, [fallback.priority, ...said.map(({ params }) => params.priority)]),
  }),
  identification: firstNamed,
  delivery: firstNamed,
  "life-cycle": (fallback, said) => {
    const refuse = said.find(({ type }) => type === "refuse");
    return refuse ? { kind: "refuse", instead: refuse.params.instead, ruleId: refuse.ruleId } : fallback;
  },
  deadline: firstNamed,
};

function firstNamed(fallback: Params, said: readonly Said[]): Params {
  return Object.assign({}, fallback, ...[...said].reverse().map(({ params }) => params)) as Params;
}

function heaviest(scale: readonly string[], asked: readonly unknown[]): string | undefined {
  return scale.findLast((step) => asked.includes(step));
}
