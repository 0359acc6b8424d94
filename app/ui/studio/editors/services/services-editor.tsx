import { Plus } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import type { ServicesChoices } from "#app/domain/definitions/choices/services.ts";

import { Button } from "../../../button.tsx";
import type { EditorProps } from "../editor.ts";
import { WordingPair } from "../inputs/fields.tsx";
import { listOf } from "../template/blocks.ts";
import { useFocusAfter } from "../use-focus-after.ts";
import { ServiceForm } from "./service-form.tsx";

type Content = Readonly<Record<string, unknown>>;

const wording = () => ({ nl: "", en: "" });
/** What a new service begins with: for everybody, with one right. */
const fresh = () => ({
  id: "",
  name: wording(),
  description: wording(),
  rights: [{ id: "use", name: { nl: "gebruiken", en: "use" } }],
  legalBasis: null,
  segments: ["regular"],
  certificateKinds: ["personal"],
  careTypes: null,
  recognitions: [],
  needsAddendum: false,
  maxUsers: null,
  ownForm: null,
});

/** What accounts may be authorised for: each service a line, with who may have it when it is opened. */
export function ServicesEditor({ content, onChange, around }: EditorProps<Content, ServicesChoices>) {
  const { t } = useTranslation("studio");
  const root = useRef<HTMLDivElement>(null);
  const focusOn = useFocusAfter(root);
  const services = listOf(content["services"]);
  const change = (next: readonly unknown[]) => onChange({ ...content, services: next });
  return (
    <div ref={root} className="grid min-w-0 gap-6">
      <WordingPair path="title" label={t("services-editor.title")} value={content["title"]} onChange={(title) => onChange({ ...content, title })} />
      <section aria-label={t("services-editor.services")} data-path="services" className="grid gap-2">
        <h3 className="font-semibold">{t("services-editor.services")}</h3>
        {services.map((one, index) => (
          <ServiceForm
            key={index} index={index} service={one} around={around} onChange={(next) => change(services.map((other, place) => (place === index ? next : other)))}
            onRemove={() => {
              focusOn(`[data-service="${Math.min(index, services.length - 2)}"] summary`, "[data-add-service]");
              change(services.filter((_, place) => place !== index));
            }}
          />
        ))}
        <span>
          <Button
            type="button" data-add-service look="other" size="small" icon={Plus}
            onClick={() => {
              focusOn(`[data-service="${services.length}"] summary`);
              change([...services, fresh()]);
            }}
          >
            {t("services-editor.add")}
          </Button>
        </span>
      </section>
    </div>
  );
}
