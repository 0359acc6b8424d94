import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { RequestStatus } from "#app/domain/requests/lifecycle.ts";

import { StatusTag, type Tone } from "../status-tag.tsx";

const TONES: Record<RequestStatus, Tone> = {
  unconfirmed: "plain",
  submitted: "soon",
  "in-review": "waiting",
  "waiting-applicant": "waiting",
  "second-check": "soon",
  decided: "waiting",
  identifying: "waiting",
  "identification-desk": "soon",
  fulfilling: "waiting",
  done: "well",
  rejected: "late",
  cancelled: "plain",
  lapsed: "plain",
  joined: "plain",
};

/** Where a request is, in the words of the desk. */
export function RequestState({ status }: { status: RequestStatus }) {
  const { t } = useTranslation("desk");
  return <RequestStateTag status={status}>{t(`status.${status}`)}</RequestStateTag>;
}

/** The same where a table has the words already. */
export function RequestStateTag({ status, children }: { status: RequestStatus; children: ReactNode }) {
  return <StatusTag tone={TONES[status]}>{children}</StatusTag>;
}
