import { PREFIXES } from "#app/domain/requests/form/kinds/name.ts";

/** What may stand before a surname, for the field that names this list. */
export function PrefixList({ id }: { id: string }) {
  return (
    <datalist id={id}>
      {PREFIXES.map((prefix) => (
        <option key={prefix} value={prefix} />
      ))}
    </datalist>
  );
}
