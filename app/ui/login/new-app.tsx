import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { PageTitle } from "../section.tsx";
import { CodeInput } from "./code-form.tsx";

/** `modules` are the rows of a QR code, "1" where it is dark; `text` is the same secret for whoever cannot scan. */
export type MadeApp = { modules: readonly string[]; text: string; to: string };

/** The secret of a new app, this once: as a picture and as text, with the first code asked for below. */
export function NewApp({ made, action }: { made: MadeApp; action: string }) {
  const { t } = useTranslation("login");
  return (
    <>
      <PageTitle title={t("new.title")} lead={t("new.lead")} />
      <QrCode modules={made.modules} label={t("new.picture")} />
      <details className="max-w-text">
        <summary className="cursor-pointer font-semibold">{t("new.cannotScan")}</summary>
        <p className="mt-2">{t("new.typeThis")}</p>
        <p className="mt-2 font-mono text-lg break-words" data-secret>{made.text}</p>
      </details>
      <Form method="post" action={action} noValidate className="grid gap-6">
        <input type="hidden" name="to" value={made.to} />
        <CodeInput />
        <Button className="justify-self-start">{t("code.act.begun")}</Button>
      </Form>
    </>
  );
}

/** Four modules of quiet around it (ISO/IEC 18004, 9.1); dark on light in any colour scheme, for that is what cameras read. */
function QrCode({ modules, label }: { modules: readonly string[]; label: string }) {
  const side = modules.length + 8;
  const dark = modules.flatMap((row, y) => [...row].flatMap((module, x) => (module === "1" ? [`M${x + 4} ${y + 4}h1v1h-1z`] : [])));
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${side} ${side}`} className="size-64 rounded-md border border-line" shapeRendering="crispEdges">
      <rect width={side} height={side} fill="#fff" />
      <path d={dark.join("")} fill="#000" />
    </svg>
  );
}
