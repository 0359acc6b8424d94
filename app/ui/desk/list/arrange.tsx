import { Form } from "@remix-run/react";
import { Bookmark, Settings2, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../../button.tsx";
import { CopyButton } from "../../copy-button.tsx";
import { Select, TextInput } from "../../field.tsx";
import type { DeskProblem } from "../screen.ts";
import { typedText } from "../typed.ts";

export type SavedShown = { id: string; name: string; ofTeam: boolean; madeBy: string; mayRemove: boolean };
export type ArrangementShown = { hidden: readonly string[]; density: "comfortable" | "compact"; opensOn: string | null };

type Saving = {
  action: string;
  /** The search of the list that gets a name, and its whole address. */
  search: string;
  address: string;
  saved: readonly SavedShown[];
  mayShare: boolean;
  problem: DeskProblem | null;
};

/** Gives the list as it stands a name, or takes a name away. The address itself can be given to a colleague as it is. */
export function SavedViews({ action, search, address, saved, mayShare, problem }: Saving) {
  const { t } = useTranslation("desk-list");
  return (
    <details className="group" open={problem !== null || undefined}>
      <summary className="inline-flex min-h-8 items-center gap-2 rounded-md px-2 text-petrol hover:bg-line">
        <Bookmark aria-hidden className="size-4" />
        {t("save.title")}
      </summary>
      <div className="mt-2 grid gap-3 rounded-md border border-line bg-sheet p-3">
        <Form method="post" action={action} key={search} className="grid gap-2">
          <input type="hidden" name="list" value={search} />
          <TextInput name="name" id="view-name" label={t("save.name")} help={t("save.help")} maxLength={40} error={problem ? (problem.fields["name"] ?? problem.message) : undefined} defaultValue={typedText(problem, "name")} />
          {mayShare ? <Tick name="ofTeam" label={t("save.ofTeam")} checked={typedText(problem, "ofTeam") === "yes"} /> : null}
          <div className="flex flex-wrap gap-2">
            <Button size="small" look="other">
              {t("save.act")}
            </Button>
            <CopyButton text={address} label={t("save.copy")} />
          </div>
        </Form>
        {saved.filter(({ mayRemove }) => mayRemove).length === 0 ? null : (
          <ul aria-label={t("save.yours")} className="grid border-t border-line pt-2">
            {saved
              .filter(({ mayRemove }) => mayRemove)
              .map(({ id, name, ofTeam }) => (
                <li key={id} className="flex items-center justify-between gap-2">
                  <span className="min-w-0">
                    {name} {ofTeam ? <span className="text-help">· {t("views.team")}</span> : null}
                  </span>
                  <Form method="post" action={`${action}/${id}/removal`}>
                    <input type="hidden" name="list" value={search} />
                    <Button size="small" look="quiet" icon={Trash2} aria-label={t("save.removeLabel", { name })}>
                      {t("save.remove")}
                    </Button>
                  </Form>
                </li>
              ))}
          </ul>
        )}
      </div>
    </details>
  );
}

type Arranging = { action: string; search: string; arrangement: ArrangementShown; columns: readonly string[]; saved: readonly SavedShown[] };

/** Which columns, how close together, and which view first: kept by the office, for this person, on every machine. */
export function ArrangeDesk({ action, search, arrangement, columns, saved }: Arranging) {
  const { t } = useTranslation("desk-list");
  const { hidden, density, opensOn } = arrangement;
  return (
    <details className="group">
      <summary className="inline-flex min-h-8 items-center gap-2 rounded-md px-2 text-petrol hover:bg-line">
        <Settings2 aria-hidden className="size-4" />
        {t("arrange.title")}
      </summary>
      <Form method="post" action={action} key={JSON.stringify(arrangement)} className="mt-2 grid gap-3 rounded-md border border-line bg-sheet p-3">
        <input type="hidden" name="list" value={search} />
        <fieldset className="grid gap-1">
          <legend className="font-semibold">{t("arrange.columns")}</legend>
          {columns.map((column) => (
            <Tick key={column} name="columns[]" value={column} label={t(`column.${column}`)} checked={!hidden.includes(column)} />
          ))}
        </fieldset>
        <fieldset className="grid gap-1">
          <legend className="font-semibold">{t("arrange.density")}</legend>
          {(["comfortable", "compact"] as const).map((one) => (
            <Tick key={one} type="radio" name="density" value={one} label={t(`arrange.${one}`)} checked={density === one} />
          ))}
        </fieldset>
        <Select
          name="opensOn"
          id="opens-on"
          label={t("arrange.opensOn")}
          choices={saved.map(({ id, name }) => ({ value: id, label: name }))}
          placeholder={t("arrange.byTheOffice")}
          defaultValue={opensOn ?? ""}
          aria-required={undefined}
        />
        <div>
          <Button size="small" look="other">
            {t("arrange.act")}
          </Button>
        </div>
      </Form>
    </details>
  );
}

function Tick({ name, label, checked, value = "yes", type = "checkbox" }: { name: string; label: string; checked: boolean; value?: string; type?: "checkbox" | "radio" }) {
  const id = `arrange-${name.replaceAll(/\W/g, "")}-${value}`;
  return (
    <div className="flex min-h-6 items-center gap-2">
      <input type={type} id={id} name={name} value={value} defaultChecked={checked} className="size-4 shrink-0 accent-petrol" />
      <label htmlFor={id}>{label}</label>
    </div>
  );
}
