import { redirect } from "@remix-run/node";
import { useParams } from "@remix-run/react";
import { z } from "zod";

import { proposeByHand } from "#app/domain/identification/by-hand.ts";
import { ByHandForm } from "#app/ui/desk/by-hand-form.tsx";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { caseAddress, placeOf } from "#app/web/case-place.ts";
import { inTurn } from "#app/web/desk.server.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { CasePartyParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { typedDay } from "#app/web/typed-day.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests", "by-hand"] };

const Evidence = z.object({
  documentType: z.enum(["passport", "identity-card", "driving-licence", "residence-permit"], { error: "field.choose" }),
  lastFour: z.string().trim().toUpperCase().regex(/^[0-9A-Z]{4}$/, "identification.last-four"),
  expiresOn: typedDay(z.iso.date({ error: "identification.date" })),
  seenHow: z.enum(["in-person", "video-call", "consulate", "notary"], { error: "field.choose" }),
  seenOn: typedDay(z.iso.date({ error: "identification.date" })),
  nameCompared: z.enum(["same", "explained"], { error: "field.choose" }),
  birthDateCompared: z.enum(["same", "not-registered"], { error: "field.choose" }),
  note: z.string().trim().min(1, "request.note-missing").max(1000),
});

/** Enters a result by hand with its evidence; it counts when a colleague agrees (D26): `proposeByHand`. */
export const action = staffAction({ can: "identification:judge", params: CasePartyParams, input: Evidence }, async ({ input, params, request, context, actor, now, db, t, language }) => {
  const { requestId, partyId } = params;
  await inTurn({ db, t, language, actor }, requestId, () => proposeByHand(context.office, { requestId, partyId, evidence: input, by: actor, now }));
  return redirect(caseAddress(requestId, placeOf(request)), 303);
});

export default function EnterByHand() {
  const acts = useCase();
  const { partyId } = useParams();
  const party = acts.screen.round?.parties.find(({ id }) => id === partyId);
  // Somebody else was quicker, or nobody is asked any more: what can be done now stands on the request itself.
  if (!party?.mayByHand || party.byHand !== null || !acts.screen.may.judgeIdentity) return <CaseActs {...acts} />;
  return <ByHandForm party={party} problem={acts.problem} format={acts.format} path={acts.path} back={paths.request(acts.screen.id)} />;
}
