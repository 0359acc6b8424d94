import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "#app/ui/button.tsx";
import { TextInput } from "#app/ui/field.tsx";
import { Progress } from "#app/ui/progress.tsx";

import { SHORTEST_PASSWORD, strengthOf } from "./password-strength.ts";

type Wrong = { password?: string; repeat?: string };

/** The user's own password, twice. It is used in this page and sent nowhere. */
export function PasswordStep({ onChosen }: { onChosen: (password: string) => Promise<void> }) {
  const { t } = useTranslation("installation");
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState<Wrong>({});
  const [isBusy, setBusy] = useState(false);

  async function choose(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const sent = new FormData(form);
    const [password, repeat] = [String(sent.get("password")), String(sent.get("repeat"))];
    const found: Wrong = {
      ...([...password].length < SHORTEST_PASSWORD && { password: t("password.short", { count: SHORTEST_PASSWORD }) }),
      ...(password !== repeat && { repeat: t("password.different") }),
    };
    setWrong(found);
    const [first] = Object.keys(found);
    if (first !== undefined) return form.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
    setBusy(true);
    try {
      await onChosen(password);
    } catch {
      setBusy(false);
      setWrong({ password: t("password.failed") });
    }
  }

  return (
    <form method="post" noValidate className="grid gap-6" onSubmit={(event) => void choose(event)}>
      <div className="grid gap-2">
        <TextInput
          name="password"
          type="password"
          label={t("password.label")}
          help={t("password.help", { count: SHORTEST_PASSWORD })}
          error={wrong.password}
          autoComplete="new-password"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <p role="status" className="min-h-6 text-help">
          {typed === "" ? "" : t(`password.strength.${strengthOf(typed)}`)}
        </p>
      </div>
      <TextInput name="repeat" type="password" label={t("password.repeat")} error={wrong.repeat} autoComplete="new-password" />
      {isBusy ? (
        <div role="status">
          <Progress label={t("password.busy")} />
        </div>
      ) : (
        <Button className="justify-self-start">{t("password.make")}</Button>
      )}
    </form>
  );
}
