import { useSyncExternalStore } from "react";

import { FileInput } from "#app/ui/file-input.tsx";

/** Puts the text of a file that somebody chooses into the text area of this name, where it can be read before it is sent. It is not sent itself: without scripts there is only the text area. */
export function RequestFile({ into, label, help }: { into: string; label: string; help: string }) {
  const works = useSyncExternalStore(never, () => true, () => false);
  if (!works) return null;
  return (
    <FileInput
      name="requestFile"
      label={label}
      help={help}
      staysHere
      accept=".csr,.pem,.txt,.req,application/pkcs10"
      onChange={(event) => {
        const file = event.currentTarget.files?.[0];
        const target = event.currentTarget.form?.elements.namedItem(into);
        if (file && target instanceof HTMLTextAreaElement) void file.text().then((text) => (target.value = text.slice(0, 40_000)));
      }}
    />
  );
}

/** Scripts run, or they do not. */
const never = () => () => undefined;
