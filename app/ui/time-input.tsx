import type { InputHTMLAttributes } from "react";

import { type FieldFace, TextInput } from "./field.tsx";

/** A time of the day, typed as "14:05". Not a browser's own field: on a page in Dutch that may ask for AM or PM. */
export function TimeInput(props: FieldFace & Pick<InputHTMLAttributes<HTMLInputElement>, "defaultValue">) {
  return <TextInput width="tiny" maxLength={8} autoComplete="off" {...props} />;
}
