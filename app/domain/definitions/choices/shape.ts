import { z } from "zod";

/** One thing to fill in of an outcome, made from its schema: nothing about outcomes is written twice. */
export type FieldShape = {
  name: string;
  kind: "choice" | "choices" | "number" | "numbers" | "switch" | "text" | "group" | "json";
  values?: readonly string[];
  fields?: readonly FieldShape[];
  isRequired: boolean;
  isNullable: boolean;
};

/** The ways in which an outcome can be; `kind` names them where there is more than one. */
export type Variant = { kind: string | null; fields: readonly FieldShape[] };

/** What has to be filled in for something of this schema. */
export function variantsOf(schema: z.ZodType): Variant[] {
  const json = z.toJSONSchema(schema, { io: "input" }) as Json;
  return (json.oneOf ?? [json]).map((one) => ({ kind: one.properties?.["kind"]?.const ?? null, fields: fieldsOf(one).filter(({ name }) => name !== "kind" || one.properties?.["kind"]?.const === undefined) }));
}

type Json = { type?: string; const?: string; enum?: string[]; items?: Json; properties?: Record<string, Json>; required?: string[]; oneOf?: Json[]; anyOf?: Json[] };

function fieldsOf({ properties = {}, required = [] }: Json): FieldShape[] {
  return Object.entries(properties).map(([name, of]) => fieldOf(name, of, required.includes(name)));
}

function fieldOf(name: string, of: Json, isRequired: boolean): FieldShape {
  const others = of.anyOf?.filter(({ type }) => type !== "null");
  const [only] = others ?? [];
  if (only && others?.length === 1 && of.anyOf?.length === 2) return { ...fieldOf(name, only, isRequired), isNullable: true };
  const face = { name, isRequired, isNullable: false };
  if (of.enum) return { ...face, kind: "choice", values: of.enum };
  if (of.type === "array" && of.items?.enum) return { ...face, kind: "choices", values: of.items.enum };
  if (of.type === "array" && isNumber(of.items)) return { ...face, kind: "numbers" };
  if (isNumber(of)) return { ...face, kind: "number" };
  if (of.type === "boolean") return { ...face, kind: "switch" };
  if (of.type === "string") return { ...face, kind: "text" };
  if (of.type === "object" && of.properties) return { ...face, kind: "group", fields: fieldsOf(of) };
  return { ...face, kind: "json" };
}

function isNumber(of: Json | undefined): boolean {
  return of?.type === "integer" || of?.type === "number";
}
