import type { InputHTMLAttributes, ReactNode } from "react";

import { TextInput } from "../field.tsx";

type Props = { label: ReactNode; help?: ReactNode; error?: string | undefined } & Pick<InputHTMLAttributes<HTMLInputElement>, "defaultValue">;

/** The reader's own e-mail address, on a page that asks for nothing else. Not type="email": browsers refuse what we can put right, in their own words and not at the field. */
export function EmailInput(props: Props) {
  return <TextInput name="email" inputMode="email" autoComplete="email" autoCapitalize="off" spellCheck={false} {...props} />;
}
