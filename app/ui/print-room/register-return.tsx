import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { RadioGroup } from "../choices.tsx";
import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { typedText } from "../desk/typed.ts";
import { TextInput } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { DefinitionList } from "../section.tsx";

export type InHand = {
  reference: string;
  addressee: readonly string[];
  practice: string;
  status: "waiting" | "in-batch" | "posted" | "spoilt" | "returned";
  postedAt: string | null;
  hasPin: boolean;
  returned: { at: string; by: string } | null;
};

type Face = { typed: string | null; inHand: InHand | null; reasons: readonly string[]; format: DeskFormat; problem: DeskProblem | null };

/** Two steps, for it cannot be taken back: which letter it is, by the reference that was scanned or typed, and then what happened to it. */
export function RegisterReturn(face: Face) {
  return (
    <div className="grid gap-5">
      <FindLetter {...face} />
      {face.inHand === null ? null : <FoundLetter {...face} inHand={face.inHand} />}
    </div>
  );
}

/** A scanner ends with Enter, and so sends this form. */
function FindLetter({ typed, inHand, problem }: Face) {
  const { t } = useTranslation("returned-post");
  const isUnknown = typed !== null && inHand === null;
  const error = isUnknown ? t("find.unknown") : problem?.fields["reference"];
  return (
    <Form method="get" action="/returned-post" className="grid gap-4" role="search" aria-label={t("find.title")}>
      <TextInput key={typed} name="letter" label={t("register.reference")} help={t("register.referenceHelp")} autoComplete="off" maxLength={40} mono error={error} defaultValue={typed ?? ""} />
      <div>
        <Button size="small" look={inHand === null ? "main" : "other"}>
          {t("find.act")}
        </Button>
      </div>
    </Form>
  );
}

/** Whose letter it is; where it can be registered, what happened to it, of which nothing is chosen beforehand. */
function FoundLetter({ inHand, reasons, format, problem }: Face & { inHand: InHand }) {
  const { t } = useTranslation("returned-post");
  const { reference, addressee, practice, status, postedAt, hasPin, returned } = inHand;
  return (
    <section aria-labelledby="found-letter" className="grid gap-4 border-t border-line pt-4">
      <h3 id="found-letter" className="font-semibold">
        {t("find.found", { reference })}
      </h3>
      <DefinitionList
        facts={[
          { label: t("find.practice"), value: practice },
          { label: t("open.to"), value: addressee.join("\n") },
          { label: t("find.posted"), value: postedAt === null ? t("find.never") : format.dateTime(postedAt) },
          { label: t("find.state"), value: t(`find.status.${status}`) },
        ]}
      />
      {status === "posted" ? (
        <Form method="post" action={`/returned-post?letter=${reference}`} className="grid gap-4">
          <input type="hidden" name="reference" value={reference} />
          <RadioGroup
            name="reason"
            label={t("register.reason")}
            error={problem?.fields["reason"]}
            value={typedText(problem, "reason")}
            choices={reasons.map((reason) => ({ value: reason, label: t(`reason.${reason}`) }))}
          />
          <p className="text-soft">{t(hasPin ? "register.means" : "register.meansPlain")}</p>
          <div className="flex flex-wrap items-center gap-4">
            <Button size="small" look="danger">
              {t(hasPin ? "register.act" : "register.actPlain")}
            </Button>
            <Link to="/returned-post" className="inline-flex min-h-6 items-center text-link underline">
              {t("register.not")}
            </Link>
          </div>
        </Form>
      ) : (
        <Notice kind="warn">{returned === null ? t(`find.cannot.${status}`) : t("find.cannot.returned", { when: format.dateTime(returned.at), who: returned.by })}</Notice>
      )}
    </section>
  );
}
