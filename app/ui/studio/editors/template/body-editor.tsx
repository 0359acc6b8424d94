import { ArrowDown, ArrowUp, Copy, Plus, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { LANGUAGES, type Language } from "#app/domain/people.ts";

import { Button } from "../../../button.tsx";
import { ActButton, type BlankShown } from "./blank-field.tsx";
import { BlockForm } from "./block-form.tsx";
import { blockAdded, blockOf, type BlockKind, blockSaid, bodyOf, type Content, isObject, rowAdded, rowCopied, rowMoved, rowRemoved, rowsOf, SHARED_KINDS, textOf } from "./blocks.ts";
import { useFocusAfter } from "../use-focus-after.ts";

type Props = { content: Content; onChange: (next: Content) => void; blanks: readonly BlankShown[]; only: (type: "url" | "pin") => readonly BlankShown[] };

/** The blocks of both languages, row by row: what is put in, moved or taken away in one is so in the other. */
export function BodyEditor({ content, onChange, blanks, only }: Props) {
  const { t } = useTranslation("studio");
  const root = useRef<HTMLElement>(null);
  const focusOn = useFocusAfter(root);
  const [addingAt, setAddingAt] = useState<number | null>(null);
  const [said, setSaid] = useState("");
  const count = rowsOf(content);
  const kinds: readonly BlockKind[] = [...SHARED_KINDS, content["medium"] === "letter" ? "pin" : "button"];
  const nameOf = (block: unknown) => {
    const kind = isObject(block) ? textOf(block["kind"]) : "";
    return t(`template.kind.${kind}`, { defaultValue: kind === "" ? "?" : kind });
  };
  const add = (at: number, kind: BlockKind) => {
    focusOn(`[data-row="${at}"] textarea, [data-row="${at}"] select`);
    setAddingAt(null);
    setSaid(t("template.said.added", { number: at + 1 }));
    onChange(rowAdded(content, at, blockOf(kind, (type) => only(type)[0]?.name)));
  };
  const act = {
    up: (at: number) => move(at, -1),
    down: (at: number) => move(at, 1),
    copy: (at: number) => {
      focusOn(`[data-row="${at + 1}"] textarea, [data-row="${at + 1}"] select`);
      setSaid(t("template.said.copied", { number: at + 2 }));
      onChange(rowCopied(content, at));
    },
    remove: (at: number) => {
      const next = Math.min(at, count - 2);
      focusOn(`[data-row="${next}"] textarea, [data-row="${next}"] select`, "[data-add]");
      setSaid(t("template.said.removed", { number: at + 1 }));
      onChange(rowRemoved(content, at));
    },
  };
  function move(at: number, by: 1 | -1): void {
    const row = `[data-row="${at + by}"] > [data-acts-on-row]`;
    focusOn(`${row} [data-act="${by === 1 ? "down" : "up"}"]`, `${row} [data-act="${by === 1 ? "up" : "down"}"]`);
    setSaid(t("template.said.moved", { number: at + by + 1 }));
    onChange(rowMoved(content, at, by));
  }
  const adder = (at: number) => (
    <div role="group" aria-label={t("template.kinds")} className="flex flex-wrap items-center gap-2 rounded-md border border-dashed border-edge p-2">
      <span className="text-soft">{t("template.kinds")}</span>
      {kinds.map((kind) => (
        <Button key={kind} type="button" look="other" size="small" onClick={() => add(at, kind)}>
          {t(`template.kind.${kind}`)}
        </Button>
      ))}
    </div>
  );
  return (
    <section ref={root} aria-label={t("template.body")} className="grid gap-3">
      <h3 className="font-semibold">{t("template.body")}</h3>
      <p role="status" className="sr-only">{said}</p>
      {Array.from({ length: count }, (_, at) => {
        const of = t("template.block", { number: at + 1, kind: nameOf(bodyOf(content, "nl")[at] ?? bodyOf(content, "en")[at]) });
        const words = (what: string) => `${t(`template.act.${what}`)}: ${of}`;
        return (
          <fieldset key={at} data-row={at} className="grid min-w-0 gap-2 rounded-md border border-line p-3">
            <legend className="sr-only">{of}</legend>
            <div data-acts-on-row className="flex flex-wrap items-center justify-between gap-2">
              <span aria-hidden className="font-semibold">{of}</span>
              <span className="flex gap-1">
                <ActButton act="up" icon={ArrowUp} label={words("up")} disabled={at === 0} onClick={() => act.up(at)} />
                <ActButton act="down" icon={ArrowDown} label={words("down")} disabled={at === count - 1} onClick={() => act.down(at)} />
                <ActButton act="copy" icon={Copy} label={words("copy")} onClick={() => act.copy(at)} />
                <ActButton act="add" icon={Plus} label={words("add")} aria-expanded={addingAt === at + 1} onClick={() => setAddingAt(addingAt === at + 1 ? null : at + 1)} />
                <ActButton act="remove" icon={Trash2} label={words("remove")} onClick={() => act.remove(at)} />
              </span>
            </div>
            <div className="grid gap-x-5 gap-y-3 lg:grid-cols-2">
              {LANGUAGES.map((language) => (
                <Half key={language} content={content} onChange={onChange} language={language} at={at} blanks={blanks} only={only} of={of} />
              ))}
            </div>
            {addingAt === at + 1 && at < count - 1 ? adder(at + 1) : null}
          </fieldset>
        );
      })}
      {addingAt === count || count === 0 ? (
        adder(count)
      ) : (
        <span>
          <Button type="button" data-add look="other" size="small" icon={Plus} onClick={() => setAddingAt(count)}>
            {t("template.addBlock")}
          </Button>
        </span>
      )}
    </section>
  );
}

/** A block in one language, or that it is not there in that one. */
function Half({ content, onChange, language, at, blanks, only, of }: Props & { language: Language; at: number; of: string }) {
  const { t } = useTranslation("studio");
  const body = bodyOf(content, language);
  const other = bodyOf(content, language === "nl" ? "en" : "nl")[at];
  const inWords = t(`texts.language.${language}`);
  const path = `body.${language}.${at}`;
  return (
    <div role="group" aria-label={`${of}, ${inWords}`} data-path={path} className="grid min-w-0 content-start gap-1">
      <span className="text-sm font-semibold text-soft">{inWords}</span>
      {at < body.length ? (
        <BlockForm path={path} language={language} block={body[at]} onChange={(block) => onChange(blockSaid(content, language, at, block))} blanks={blanks} only={only} of={`${of}, ${inWords}`} />
      ) : (
        <div className="grid justify-items-start gap-2">
          <p className="text-late">{t("template.missing", { language: inWords })}</p>
          {at === body.length ? (
            <Button type="button" look="other" size="small" onClick={() => onChange(blockAdded(content, language, other))}>
              {t("template.takeOver")}
            </Button>
          ) : null}
        </div>
      )}
    </div>
  );
}
