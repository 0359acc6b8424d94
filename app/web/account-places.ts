import { paths } from "./paths.ts";

/** Where the page of an account leads, for its reader. */
export function accountPlaces({ practice: { enterpriseId }, maySeeRequests }: { practice: { enterpriseId: string | null }; maySeeRequests: boolean }) {
  return { customer: enterpriseId === null ? null : paths.customer(enterpriseId), requestPath: maySeeRequests ? paths.request : null, certificatePath: paths.certificate };
}
