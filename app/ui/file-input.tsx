import type { InputHTMLAttributes } from "react";

import { classNames } from "./class-names.ts";
import { Field, type FieldFace, wiring } from "./field.tsx";

/**
 * Files of this computer. What is not a scan is refused by its content; `accept` only spares a wrong choice. `staysHere` is for a file that this page reads
 * itself: without a name it goes along with no form.
 */
export function FileInput({ name, label, id, help, error, optional, className, staysHere = false, ...rest }: FieldFace & { staysHere?: boolean } & Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "id" | "children" | "type">) {
  const face = { name, label, id, help, error, optional };
  return (
    <Field {...face}>
      <input type="file" className={classNames("control file:mr-3 file:rounded-sm file:border-0 file:bg-petrol-tint file:px-3 file:py-1 file:font-semibold file:text-petrol", className)} accept=".pdf,.jpg,.jpeg,.png" {...wiring(face)} name={staysHere ? undefined : name} {...rest} />
    </Field>
  );
}
