import { Form, useNavigation } from "@remix-run/react";
import { CircleCheck, LoaderCircle, Redo2, Undo2 } from "lucide-react";
import { type FormEvent, useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import type { WorkedExample } from "#app/domain/definitions/schema/rule-set.ts";

import { Button } from "../button.tsx";
import { classNames } from "../class-names.ts";
import type { ActPath, DeskProblem } from "../desk/screen.ts";
import { TextArea } from "../field.tsx";
import { useAskBeforeLeaving } from "../intake/ask-before-leaving.ts";
import { Notice } from "../notice.tsx";
import { Card } from "../section.tsx";
import { CheckedContext, SpeechContext, type Target } from "./editors/editor.ts";
import { EDITORS } from "./editors/index.ts";
import { enterInField } from "./enter-in-field.ts";
import { Differences, Examples, Findings } from "./parts.tsx";
import type { AroundShown, EntryShown } from "./shown.ts";
import { TrialPanel } from "./trial/trial-panel.tsx";
import { useCheck } from "./use-check.ts";
import { useDraft } from "./use-draft.ts";

type Props = { entry: EntryShown; around: AroundShown; problem: DeskProblem | null; path: ActPath };

/** One definition of a draft: its fields or its JSON, what does not hold of it as it stands here, and how it differs from what is published. What was typed stays, whatever the office answers. */
export function EntryEditor({ entry, around, problem, path }: Props) {
  const { t } = useTranslation("studio");
  const typed = problem?.values["content"];
  const draft = useDraft(entry.text, typeof typed === "string" ? typed : null, around.texts);
  const { checked, isChecking, refused, checkNow } = useCheck(draft, path("check"));
  const [isRefused, setRefused] = useState(false);
  const [target, setTarget] = useState<Target | null>(null);
  const isHydrated = useHydrated();
  const form = useRef<HTMLFormElement>(null);
  const navigation = useNavigation();
  const isSaving = navigation.state !== "idle" && navigation.formMethod === "POST" && navigation.formAction === entry.path;
  const Editor = EDITORS[entry.kind];
  const isInFields = isHydrated && Editor !== undefined && draft.text === null && typeof draft.content === "object" && draft.content !== null;

  useSettled(entry.revision, problem, draft.settle);
  useShown(target, form);
  useAskBeforeLeaving({ isUnsaved: draft.isDirty && !isSaving, saveAt: entry.path, sentence: t("editor.leave") });

  const said = draft.isDirty && checked !== null ? checked : entry;
  const { findings, doubts, more, examples, differences } = said;
  const wrong = findings.length + more.findings;
  const fill = (event: FormEvent<HTMLFormElement>) => {
    const { content, wordings } = draft.toSend();
    setInput(event.currentTarget, "content", content);
    setInput(event.currentTarget, "wordings", wordings);
  };
  const isInJson = draft.text !== null;
  const go = useCallback(
    (to: string) => {
      if (!isInJson) return setTarget((now) => ({ path: to, times: (now?.times ?? 0) + 1 }));
      form.current?.querySelector<HTMLTextAreaElement>('textarea[name="content"]')?.focus();
    },
    [isInJson],
  );
  return (
    <Form method="post" ref={form} onSubmit={fill} onKeyDown={(event) => enterInField(event, { check: checkNow, save: () => form.current?.requestSubmit() })} className="grid min-w-0 gap-4">
      <input type="hidden" name="revision" value={entry.revision} />
      <input type="hidden" name="wordings" defaultValue="[]" />
      <Card title={t("editor.title")}>
        {isHydrated && Editor !== undefined ? (
          <div role="group" aria-label={t("editor.how")} className="mb-3 flex flex-wrap items-center gap-2">
            <Mode isOn={draft.text === null} onClick={() => setRefused(!draft.toFields())}>{t("editor.fields")}</Mode>
            <Mode isOn={draft.text !== null} onClick={() => draft.text === null && draft.toText()}>{t("editor.json")}</Mode>
            {isInFields ? (
              <span className="ml-auto flex gap-2">
                <Button type="button" look="other" size="small" icon={Undo2} disabled={!draft.mayUndo} onClick={draft.undo}>{t("editor.undo")}</Button>
                <Button type="button" look="other" size="small" icon={Redo2} disabled={!draft.mayRedo} onClick={draft.redo}>{t("editor.redo")}</Button>
              </span>
            ) : null}
          </div>
        ) : null}
        {isRefused && draft.text !== null ? <Notice kind="late" live title={t("editor.notJson")} /> : null}
        {isInFields ? (
          <>
            <input type="hidden" name="content" defaultValue="" />
            <SpeechContext.Provider value={draft.speech}>
              <CheckedContext.Provider value={said}>
                <Editor content={draft.content} onChange={draft.setContent} around={around.choices} target={target} path={path} />
              </CheckedContext.Provider>
            </SpeechContext.Provider>
          </>
        ) : (
          <div className="w-full [&>div]:max-w-none">
            <TextArea
              name="content" label={t("entry.json")} help={t("entry.jsonHelp")} spellCheck={false} className="font-mono text-sm" required
              rows={Math.min(40, Math.max(12, (draft.text ?? entry.text).split("\n").length + 1))}
              value={draft.text ?? JSON.stringify(draft.content, null, 2)}
              onChange={(event) => draft.typeText(event.currentTarget.value)}
            />
          </div>
        )}
        {refused === null || !draft.isDirty ? null : <div className="mt-4"><Notice kind="late" live title={t("editor.notChecked")}><p>{refused}</p></Notice></div>}
        <div data-sticky-bar className="sticky bottom-0 z-10 -mx-4 mt-4 -mb-4 flex flex-wrap items-center gap-x-4 gap-y-1 rounded-b-md border-t border-line bg-sheet px-4 py-2 sm:-mx-5 sm:-mb-5 sm:px-5">
          <a href="#findings" className="inline-flex min-h-6 items-center text-link">{wrong === 0 ? t("entry.sound") : t("entry.unsound", { count: wrong })}</a>
          <span role="status" className="inline-flex items-center gap-1 text-soft">
            {isSaving || isChecking ? <><LoaderCircle aria-hidden className="size-4 motion-safe:animate-spin" />{t(isSaving ? "editor.saving" : "editor.checking")}</> : draft.isDirty ? t("editor.unsaved") : <><CircleCheck aria-hidden className="size-4 text-well" />{t("entry.saved")}</>}
          </span>
          <span className="ml-auto"><Button size="small" disabled={isSaving}>{t("entry.save")}</Button></span>
        </div>
      </Card>
      <Card anchor="findings" title={wrong === 0 ? t("entry.sound") : t("entry.unsound", { count: wrong })}>
        {wrong === 0 ? <p className="text-soft">{t("editor.soundText")}</p> : <Findings findings={findings} more={more.findings} caption={t("entry.findings")} onGo={isHydrated ? go : undefined} />}
        {examples.length === 0 ? null : <div className="mt-3"><Examples examples={examples} /></div>}
      </Card>
      {doubts.length === 0 ? null : (
        <Card title={t("entry.doubts")}>
          <Findings findings={doubts} more={more.doubts} caption={t("entry.doubts")} isDoubt onGo={isHydrated ? go : undefined} />
        </Card>
      )}
      {isHydrated && entry.kind === "rule-set" && draft.text === null ? <TrialPanel point={pointOf(draft.content)} path={path} toSend={draft.toSend} onExample={(example) => draft.setContent(withExample(draft.content, example))} /> : null}
      <Card title={t("difference.title")}>
        <Differences differences={differences} more={more.differences} />
      </Card>
    </Form>
  );
}

function Mode({ isOn, onClick, children }: { isOn: boolean; onClick: () => void; children: string }) {
  return (
    <button type="button" aria-pressed={isOn} onClick={onClick} className={classNames("min-h-9 rounded-md border px-3 text-sm font-semibold", isOn ? "border-petrol bg-petrol text-on-petrol" : "border-edge bg-sheet text-petrol hover:bg-petrol-tint")}>
      {children}
    </button>
  );
}

function pointOf(content: unknown): string {
  return typeof content === "object" && content !== null && "point" in content ? String(content.point) : "";
}

function withExample(content: unknown, example: WorkedExample): unknown {
  const examples = typeof content === "object" && content !== null && "examples" in content && Array.isArray(content.examples) ? (content.examples as unknown[]) : [];
  return { ...(content as object), examples: [...examples, example] };
}

/** Once a newer revision is here and nothing was refused, what stands on the page is what was saved. */
function useSettled(revision: number, problem: DeskProblem | null, settle: () => void): void {
  const seen = useRef(revision);
  useEffect(() => {
    if (seen.current === revision) return;
    seen.current = revision;
    if (problem === null) settle();
  }, [revision, problem, settle]);
}

/** Brings the part into sight whose `data-path` leads furthest to where somebody wants to go. */
function useShown(target: Target | null, form: { current: HTMLFormElement | null }): void {
  useEffect(() => {
    if (target === null) return;
    const parts = [...(form.current?.querySelectorAll<HTMLElement>("[data-path]") ?? [])].filter((one) => {
      const path = one.dataset["path"] ?? "";
      return target.path === path || target.path.startsWith(`${path}.`);
    });
    const part = parts.reduce<HTMLElement | null>((best, one) => ((one.dataset["path"] ?? "").length >= (best?.dataset["path"] ?? "").length ? one : best), null);
    if (part === null) return;
    for (let fold = part.closest("details"); fold !== null; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
    part.scrollIntoView({ block: "center" });
    (part.matches("input, select, textarea, button") ? part : part.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea, button"))?.focus({ preventScroll: true });
  }, [target, form]);
}

function setInput(form: HTMLFormElement, name: string, value: string): void {
  const input = form.elements.namedItem(name);
  if (input instanceof HTMLInputElement) input.value = value;
}

const nothing = () => () => undefined;
/** Whether scripts run: without them the JSON is edited, and everything else is as it is. */
function useHydrated(): boolean {
  return useSyncExternalStore(nothing, () => true, () => false);
}
