import { useState } from "react";

import { SmallField } from "../inputs/small-field.tsx";

/** A name by which others speak of something: it changes when somebody is done, so that nothing that names it follows each letter. */
export function NameInput({ label, value, onChange, path }: { label: string; value: string; onChange: (name: string) => void; path: string }) {
  const [typed, setTyped] = useState<string | null>(null);
  const done = () => {
    if (typed !== null && typed !== value) onChange(typed.trim());
    setTyped(null);
  };
  return (
    <SmallField label={label}>
      <input
        type="text" className="control font-mono" spellCheck={false} data-path={path} value={typed ?? value} onChange={(event) => setTyped(event.currentTarget.value)} onBlur={done}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          done();
        }}
      />
    </SmallField>
  );
}
