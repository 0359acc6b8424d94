import type { Request, RequestHandler, Response } from "express";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

import type { Composition } from "#app/composition.server.ts";
import { sealingLag } from "#app/domain/audit/seal.ts";
import { countMail } from "#app/domain/correspondence/send.ts";
import { figuresLag } from "#app/domain/dashboards/flow/keep.ts";
import { readNow, stageOf } from "#app/domain/dashboards/now.ts";
import { describeFailure } from "#app/domain/jobs/failure.ts";
import { listStuck } from "#app/domain/jobs/stuck.ts";

import { onlyWithToken } from "./bearer.server.ts";

/** One answer to a browser: which part of the house, never the path; how it ended; and how long it took. */
export type Answered = { method: string; room: string; status: number; seconds: number };

export type Metrics = {
  answered: (answer: Answered) => void;
  /** What Prometheus asks for, in its own text format; only with the token. */
  handlers: RequestHandler[];
};

/** Seconds; a page of the desk is in the first three. */
const BUCKETS = [0.025, 0.1, 0.25, 0.5, 1, 2.5, 10];

/**
 * Figures for those who run it: of this process (memory, event loop, answers by part of the house) and, asked at that moment, of the office: what is open, how terms stand, which work waits or
 * is stuck. Amounts only: no name, number or address of anybody is ever a label (P9). An office whose database does not answer says so as `zegel_database_up 0`, and the process still says the rest.
 */
export function makeMetrics({ office, clock, log }: Pick<Composition, "office" | "clock" | "log">, token: string): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const answers = new Histogram({ name: "zegel_http_answer_seconds", help: "Answers to browsers, by part of the house", labelNames: ["method", "room", "status"], buckets: BUCKETS, registers });
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) => new Gauge<Label>({ name, help, labelNames, registers });
  const up = gauge("zegel_database_up", "Whether the database answered when it was asked for these figures");
  const open = gauge("zegel_requests_open", "Requests at the office that are not closed", ["status"]);
  const terms = gauge("zegel_terms_running", "Terms of the office that run: over, in their last two working days, or with more time", ["stage", "term"]);
  const mails = gauge("zegel_mails", "E-mails that wait to be sent, and those that no server took", ["state"]);
  const stuck = gauge("zegel_jobs_stuck", "Work that was given up or fails again and again, up to 200");
  const unsealed = gauge("zegel_audit_waiting", "Events of the trail that are not sealed yet");
  const behind = gauge("zegel_figures_behind", "Events of the sealed trail that the figures of the past have not counted yet");
  const unsealedFor = gauge("zegel_audit_waiting_seconds", "For how long the oldest of them has waited");

  async function askOffice(): Promise<void> {
    const [now, mail, jobs, lag, uncounted] = await Promise.all([readNow(office.db, { filter: {}, now: clock.now() }), countMail(office.db), listStuck(office.db), sealingLag(office.db), figuresLag(office.db)]);
    open.reset();
    terms.reset();
    for (const cell of now.open) {
      open.inc({ status: cell.status }, cell.amount);
      const stage = stageOf(cell.status);
      if (stage !== "waiting") for (const term of ["over", "ending", "ample"] as const) terms.inc({ stage, term }, cell[term]);
    }
    mails.set({ state: "waiting" }, mail.waiting);
    mails.set({ state: "refused" }, mail.refused);
    stuck.set(jobs.length);
    behind.set(uncounted);
    unsealed.set(lag.waiting);
    unsealedFor.set(lag.oldestSeconds ?? 0);
  }

  async function show(_request: Request, response: Response): Promise<void> {
    const isUp = await askOffice().then(
      () => true,
      (failure: unknown) => {
        log.error({ correlationId: String(response.locals["correlationId"]), failure: describeFailure(failure) }, "metrics");
        return false;
      },
    );
    up.set(isUp ? 1 : 0);
    response.set("content-type", registry.contentType).send(await registry.metrics());
  }

  return {
    answered: ({ method, room, status, seconds }) => answers.observe({ method, room, status: `${Math.floor(status / 100)}xx` }, seconds),
    handlers: [onlyWithToken(token), (request, response, next) => void show(request, response).catch(next)],
  };
}
