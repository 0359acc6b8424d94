import { z } from "zod";

import { Wording } from "#app/domain/definitions/changes/wordings.ts";
import { DEFINITION_KINDS } from "#app/domain/definitions/kinds.ts";
import { DefinitionKey, LARGEST_CONTENT } from "#app/domain/definitions/schema/content.ts";
import { SECTIONS } from "#app/domain/customers/sections.ts";

/** The address of one request at the desk; anything else is a page that does not exist. */
export const CaseParams = z.object({ requestId: z.uuid() });

/** The address of a bulk run. */
export const BulkParams = z.object({ runId: z.uuid() });

/** The address of somebody who was asked to identify for one request. */
export const CasePartyParams = z.object({ requestId: z.uuid(), partyId: z.uuid() });

/** The address of one kind of request. */
export const TypeParams = z.object({ type: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/) });

/** The address of a print batch. */
export const BatchParams = z.object({ number: z.string().regex(/^[1-9][0-9]{0,14}$/).transform(Number) });

/** The RFC 7638 thumbprint of a key of the print room. */
export const KeyId = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** The address of one key of the print room. */
export const KeyParams = z.object({ keyId: KeyId });

/** The address of one customer. */
export const CustomerParams = z.object({ enterpriseId: z.uuid() });

/** The address of one of a customer's lists. */
export const CustomerListParams = z.object({ enterpriseId: z.uuid(), section: z.enum(SECTIONS) });

/** The address of somebody who works here. */
export const StaffParams = z.object({ staffId: z.uuid() });

/** A proposal for a definition. */
export const ProposalParams = z.object({ proposalId: z.string().regex(/^[1-9][0-9]{0,14}$/).transform(Number) });

/** The address of a change of definitions. */
export const ChangeParams = z.object({ changeId: z.uuid() });

/** The address of one definition. */
export const DefinitionParams = z.object({ kind: z.enum(DEFINITION_KINDS), key: DefinitionKey });

/** A definition as a choice in a form has it: "rule-set/new-user.screening". */
export const DefinitionPlace = z
  .string()
  .transform((text) => ({ kind: text.slice(0, text.indexOf("/")), key: text.slice(text.indexOf("/") + 1) }))
  .pipe(DefinitionParams);

/** Which state of something somebody had before them. */
export const Revision = z.coerce.number().int().min(0);

/** The address of one definition in a change. */
export const EntryParams = z.object({ ...ChangeParams.shape, ...DefinitionParams.shape });

/** What the page of one definition in a change sends: JSON as it was typed, and the texts that were worded on the way, as JSON too. */
export const EntryForm = z.object({ revision: Revision, content: z.string(), wordings: jsonOf(z.array(Wording).max(5_000), "change.wordings").optional().default([]) });
/** In a form a quote weighs three octets, as do brackets and line ends. */
export const LARGEST_ENTRY = 3 * LARGEST_CONTENT;

/** JSON in a field of a form, of a shape; `code` is the problem of what is not. */
export function jsonOf<Shape extends z.ZodType>(shape: Shape, code: string) {
  return z.string().max(LARGEST_CONTENT).transform((text, context): z.output<Shape> => {
    const parsed = shape.safeParse(isJson(text) ? JSON.parse(text) : undefined);
    if (parsed.success) return parsed.data;
    context.addIssue({ code: "custom", message: code });
    return z.NEVER;
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The address of one account. */
export const AccountParams = z.object({ userNumber: z.string().regex(/^[0-9]{14}$/) });

/** The address of a leave to install again, of an account. */
export const AccountReleaseParams = AccountParams.extend({ releaseId: z.uuid() });

/** The address of one certificate, by its serial as it is stored. */
export const CertificateParams = z.object({ serial: z.string().regex(/^[0-7][0-9a-f]{15,39}$/) });

/** The address of a saved view of the desk. */
export const ViewParams = z.object({ viewId: z.uuid() });

/** The address of what came in by post or as a scan. */
export const IntakeParams = z.object({ intakeId: z.uuid() });

/** The address of one page of a copy that is masked. */
export const MaskingParams = z.object({ intakeId: z.uuid(), fileId: z.uuid(), page: z.string().regex(/^[1-9][0-9]?$/).transform(Number) });
