import { SUBJECT_BOUNDS } from "#app/domain/certificates/subject.ts";
import { SUBJECT_ATTRIBUTES, type SubjectAttribute } from "#app/domain/definitions/schema/certificate-profile.ts";

import { TAG } from "../der.ts";
import { ATTRIBUTE_OID } from "../oids.ts";
import { wrongIf, type Check, type Tbs } from "./tbs.ts";

const PRINTABLE: readonly SubjectAttribute[] = ["C", "serialNumber"];

/** Control and format characters, half pairs, unassigned and private code points, and the sign for "could not be read". */
const UNFIT = /[\p{C}\uFFFD]/u;

/** The subject (RFC 5280, 4.1.2.6). */
export const nameChecks: Check[] = [
  {
    check: "subject-single-valued",
    clause: "RFC 5280, 4.1.2.6; profile",
    judge: ({ subject }) => wrongIf(subject.some((rdn) => rdn.length !== 1), "a relative name with several attributes, or none"),
  },
  {
    check: "subject-attributes",
    clause: "profile, subject",
    judge: (tbs, { profile }) => {
      const wanted = profile.subject.map(({ attribute }) => attribute);
      const found = tbs.subject.flat().map(({ oid }) => nameOf(oid) ?? oid);
      return wrongIf(found.join() !== wanted.join(), `${found.join()} instead of ${wanted.join()}`);
    },
  },
  {
    check: "subject-encoding",
    clause: "RFC 5280, 4.1.2.4 and appendix A.1",
    judge: each(({ name, tag }) => wrongIf(tag !== (PRINTABLE.includes(name) ? TAG.printable : TAG.utf8), `${name} has tag ${tag}`)),
  },
  {
    check: "subject-printable",
    clause: "X.680, 41.4",
    judge: each(({ name, tag, value }) => wrongIf(tag === TAG.printable && !/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(value ?? ""), name)),
  },
  {
    check: "subject-utf8",
    clause: "RFC 3629, 3",
    judge: each(({ name, value }) => wrongIf(value === null, `${name} is not UTF-8`)),
  },
  {
    check: "subject-bounds",
    clause: "RFC 5280, appendix A.1 (upper bounds)",
    judge: each(({ name, value }) => wrongIf(value !== null && [...value].length > SUBJECT_BOUNDS[name], `${name} is longer than ${SUBJECT_BOUNDS[name]}`)),
  },
  {
    check: "subject-empty",
    clause: "RFC 5280, appendix A.1 (SIZE (1..))",
    judge: each(({ name, value }) => wrongIf(value === "", `${name} is empty`)),
  },
  {
    check: "subject-characters",
    clause: "RFC 5280, 7.1; Unicode, UAX #15",
    judge: each(({ name, value }) =>
      wrongIf(value !== null && (UNFIT.test(value) || value !== value.trim() || value !== value.normalize("NFC")), `${name} has unfit characters or spaces at its ends`),
    ),
  },
  {
    check: "subject-fixed-values",
    clause: "profile, subject",
    judge: each(({ name, value }, template) => {
      const [fixed = ""] = template.split("{{");
      return wrongIf(fixed === template ? value !== template : fixed !== "" && !value?.startsWith(fixed), `${name} is not "${template}"`);
    }),
  },
  {
    check: "subject-user-number",
    clause: "profile, subject; D4",
    judge: each(({ value }, template) => wrongIf(template === "{{userNumber}}" && !/^\d{14}$/.test(value ?? ""), "not 14 digits")),
  },
  {
    check: "subject-agb-code",
    clause: "profile, subject",
    judge: each(({ value }, template) => wrongIf(template === "{{agbCode}}" && !/^\d{8}$/.test(value ?? ""), "not 8 digits")),
  },
];

type ReadAttribute = { name: SubjectAttribute; tag: number; value: string | null };

/** The first complaint about an attribute that the profile knows; `template` is what the profile wants in it. */
function each(judge: (attribute: ReadAttribute, template: string) => string | null): Check["judge"] {
  return (tbs: Tbs, { profile }) => {
    for (const attribute of tbs.subject.flat()) {
      const name = nameOf(attribute.oid);
      const template = profile.subject.find((part) => part.attribute === name)?.value;
      const message = name && template ? judge({ name, tag: attribute.tag, value: attribute.value }, template) : null;
      if (message !== null) return message;
    }
    return null;
  };
}

function nameOf(oid: string): SubjectAttribute | undefined {
  return SUBJECT_ATTRIBUTES.find((name) => ATTRIBUTE_OID[name] === oid);
}
