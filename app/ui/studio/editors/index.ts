import type { DefinitionKind } from "#app/domain/definitions/kinds.ts";

import { CalendarEditor } from "./calendar/calendar-editor.tsx";
import { CertificateProfileEditor } from "./certificate-profile/certificate-profile-editor.tsx";
import type { Editor } from "./editor.ts";
import { PolicyEditor } from "./policy/policy-editor.tsx";
import { RequestTypeEditor } from "./request-type/request-type-editor.tsx";
import { ServicesEditor } from "./services/services-editor.tsx";
import { TemplateEditor } from "./template/template-editor.tsx";
import { RuleSetEditor } from "./rule-set/rule-set-editor.tsx";
import { TextsEditor } from "./texts/texts-editor.tsx";

/** How each kind of definition is edited in fields; whoever prefers it edits the JSON. */
export const EDITORS: Readonly<Record<DefinitionKind, Editor>> = {
  "request-type": RequestTypeEditor as Editor,
  "rule-set": RuleSetEditor as Editor,
  texts: TextsEditor as Editor,
  calendar: CalendarEditor as Editor,
  services: ServicesEditor as Editor,
  mail: TemplateEditor as Editor,
  letter: TemplateEditor as Editor,
  policy: PolicyEditor as Editor,
  "certificate-profile": CertificateProfileEditor as Editor,
};
