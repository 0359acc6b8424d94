import type { DefinitionKind } from "#app/domain/definitions/kinds.ts";

import { CalendarEditor } from "./calendar/calendar-editor.tsx";
import type { Editor } from "./editor.ts";
import { PolicyEditor } from "./policy/policy-editor.tsx";
import { RequestTypeEditor } from "./request-type/request-type-editor.tsx";
import { ServicesEditor } from "./services/services-editor.tsx";
import { TemplateEditor } from "./template/template-editor.tsx";
import { RuleSetEditor } from "./rule-set/rule-set-editor.tsx";
import { TextsEditor } from "./texts/texts-editor.tsx";

/** The kinds of definition that are edited in fields; the others, and whoever prefers it, in JSON. */
export const EDITORS: Partial<Record<DefinitionKind, Editor>> = {
  "request-type": RequestTypeEditor as Editor,
  "rule-set": RuleSetEditor as Editor,
  texts: TextsEditor as Editor,
  calendar: CalendarEditor as Editor,
  services: ServicesEditor as Editor,
  mail: TemplateEditor as Editor,
  letter: TemplateEditor as Editor,
  policy: PolicyEditor as Editor,
};
