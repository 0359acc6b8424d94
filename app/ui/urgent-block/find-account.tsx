import { Form, Link } from "@remix-run/react";
import { Search } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { TextInput } from "../field.tsx";
import { Card, EmptyState, PageTitle, Section } from "../section.tsx";
import { AccountState, type AccountStatus } from "./account-state.tsx";

type Practice = { id: string; name: string; town: string; users: ReadonlyArray<{ userNumber: string; name: string; agbCode: string; status: AccountStatus; to: string }>; isCut: boolean };
export type Found = { isUnknown: true } | { practices: readonly Practice[]; isCut: boolean } | null;

/** Where a call begins: the account that the caller means, by its number or by practice and person. */
export function FindAccount({ title, text, found }: { title: string; text: string; found: Found }) {
  const { t } = useTranslation("urgent-block");
  return (
    <>
      <PageTitle title={title} lead={t("lead")} />
      <Card>
        <Form role="search" className="grid gap-3">
          <TextInput key={text} name="q" label={t("search.label")} help={t("search.help")} defaultValue={text} maxLength={100} autoComplete="off" />
          <div>
            <Button size="small" icon={Search}>
              {t("search.act")}
            </Button>
          </div>
        </Form>
      </Card>
      <div role="status" className="grid gap-4">
        {found === null ? null : "isUnknown" in found ? <EmptyState title={t("unknown.title")}>{t("unknown.text")}</EmptyState> : <Practices found={found} text={text} />}
      </div>
    </>
  );
}

function Practices({ found: { practices, isCut }, text }: { found: { practices: readonly Practice[]; isCut: boolean }; text: string }) {
  const { t } = useTranslation("urgent-block");
  if (practices.length === 0) return <EmptyState title={t("none.title", { text })}>{t("none.text")}</EmptyState>;
  return (
    <>
      {practices.map(({ id, name, town, users, isCut: hasMore }) => (
        <Section key={id} title={`${name}, ${town}`}>
          {users.length === 0 ? <p className="text-soft">{t("none.users")}</p> : null}
          <ul className="grid">
            {users.map((user) => (
              <li key={user.userNumber} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line py-1.5 last:border-0">
                <span className="flex min-w-0 flex-wrap items-baseline gap-x-3">
                  <Link to={user.to} className="inline-flex min-h-6 items-center text-link" data-queue-link>
                    {user.name}
                  </Link>
                  <span className="font-mono text-xs">{user.userNumber}</span>
                  <span className="text-help">{t("search.agbCode", { code: user.agbCode })}</span>
                </span>
                <AccountState status={user.status} />
              </li>
            ))}
          </ul>
          {hasMore ? <p className="text-soft">{t("search.cut")}</p> : null}
        </Section>
      ))}
      {isCut ? <p className="text-soft">{t("search.cut")}</p> : null}
    </>
  );
}
