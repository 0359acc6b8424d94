import { Form } from "@remix-run/react";
import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { TextArea } from "../field.tsx";
import { Card } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";
import type { ActPath, CaseShown, DeskFormat, DeskProblem, TaskShown } from "./screen.ts";
import { typedText } from "./typed.ts";

type Tasks = { screen: CaseShown; problem: DeskProblem | null; format: DeskFormat; path: ActPath };

/** What there is to do by hand for this request, with how, and the button that says that it was done. */
export function Tasks({ screen, problem, format, path }: Tasks) {
  const { t } = useTranslation("desk");
  return (
    <Card title={t("tasks.title")}>
      <ul id="tasks" className="grid gap-4">
        {screen.tasks.map((task) => (
          <li key={task.id} className="grid gap-2 border-b border-line pb-4 last:border-0 last:pb-0">
            <div className="flex flex-wrap items-baseline justify-between gap-2">
              <h3 className="font-semibold">{task.title}</h3>
              {task.done === null ? <StatusTag tone="soon">{t("tasks.open")}</StatusTag> : <StatusTag tone="well">{t("tasks.done")}</StatusTag>}
            </div>
            <p className="max-w-text whitespace-pre-line">{task.how}</p>
            {task.done === null ? <TickOff task={task} screen={screen} problem={problem} path={path} /> : <Done done={task.done} format={format} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Done({ done, format }: { done: NonNullable<TaskShown["done"]>; format: DeskFormat }) {
  const { t } = useTranslation("desk");
  return (
    <>
      <p className="text-help">{t("tasks.doneBy", { name: done.by, time: `${format.shortDate(done.at)} ${format.time(done.at)}` })}</p>
      {done.note ? <q className="text-soft">{done.note}</q> : null}
    </>
  );
}

function TickOff({ task, screen, problem, path }: { task: TaskShown } & Pick<Tasks, "screen" | "problem" | "path">) {
  const { t } = useTranslation("desk");
  if (!screen.may.completeTask) return null;
  // Of several tasks only the one that was sent gets back what was typed.
  const own = problem && typedText(problem, "task") === task.id ? problem : null;
  const isReturn = own !== null && typedText(own, "why") !== "" ? true : own?.code === "task.note-missing";
  return (
    <>
      <Form method="post" action={path("tasks")} className="grid gap-2">
        <input type="hidden" name="task" value={task.id} />
        <TextArea name="note" id={`note-${task.id}`} label={t("tasks.note")} help={t("tasks.noteHelp")} optional rows={2} most={1000} error={own?.fields["note"]} defaultValue={typedText(own, "note")} />
        <div>
          <Button size="small" icon={Check} aria-label={t("tasks.actLabel", { title: task.title })}>
            {t("tasks.act")}
          </Button>
        </div>
      </Form>
      {task.mayReturn ? (
        <details open={isReturn}>
          <summary className="text-link">{t("tasks.cannot.open")}</summary>
          <Form method="post" action={path("task-return")} className="grid gap-2 pt-2">
            <input type="hidden" name="task" value={task.id} />
            <p className="max-w-text">{t("tasks.cannot.text")}</p>
            <TextArea name="why" id={`why-${task.id}`} label={t("tasks.cannot.note")} help={t("tasks.noteHelp")} rows={2} most={1000} error={isReturn ? (own?.fields["why"] ?? own?.message) : undefined} defaultValue={typedText(own, "why")} />
            <div>
              <Button size="small" look="other">
                {t("tasks.cannot.act")}
              </Button>
            </div>
          </Form>
        </details>
      ) : null}
    </>
  );
}
