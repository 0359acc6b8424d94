import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { KEYS } from "./use-keys.ts";

/** What each key does, and whether the single ones do anything at all for this person (WCAG 2.1.4). */
export function KeyList({ singleKeys, action, here }: { singleKeys: boolean; action: string; here: string }) {
  const { t } = useTranslation("keyboard");
  return (
    <div className="grid gap-4">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-1.5">
        {KEYS.map((key) => (
          <div key={key} className="col-span-2 grid grid-cols-subgrid items-center">
            <dt>
              <kbd className="inline-flex min-h-6 min-w-8 items-center justify-center rounded-md border border-edge bg-paper px-2 font-mono text-xs">{key}</kbd>
            </dt>
            <dd>{t(`does.${key}`)}</dd>
          </div>
        ))}
      </dl>
      <Form method="post" action={action} className="flex flex-wrap items-center gap-3 border-t border-line pt-3">
        <input type="hidden" name="back" value={here} />
        <span>{t(singleKeys ? "single.on" : "single.off")}</span>
        <Button size="small" look="other" name="singleKeys" value={singleKeys ? "off" : "on"}>
          {t(singleKeys ? "single.switchOff" : "single.switchOn")}
        </Button>
      </Form>
    </div>
  );
}
