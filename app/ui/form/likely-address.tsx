import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { Notice } from "../notice.tsx";

/** An address whose domain looks mistyped, and the one that was probably meant. */
export type Likely = { domain: string; likely: string; suggestion: string };

/** The e-mail went where it was to go, but that was probably not what was meant: sends it to the likely address with one press. */
export function LikelyAddress({ likely, act, also = {} }: { likely: Likely; act: string; also?: Readonly<Record<string, string>> }) {
  const { t } = useTranslation("form");
  return (
    <Notice kind="warn" title={t("warnings.email.likely", { domain: likely.domain, likely: likely.likely })}>
      <Form method="post" className="mt-1">
        {Object.entries({ ...also, email: likely.suggestion }).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Button look="other" className="break-all">
          {act}
        </Button>
      </Form>
    </Notice>
  );
}
