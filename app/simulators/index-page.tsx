import { Clock, DoorOpen, IdCard, Inbox, KeyRound, Landmark, LibraryBig, type LucideIcon } from "lucide-react";
import { AREAS, SimulatorPage, type Area, type PageContext } from "./web/page.tsx";

const PICTURES: Record<Exclude<Area, "index">, { picture: LucideIcon; text: string }> = {
  mailbox: { picture: Inbox, text: "index.mailbox.text" },
  doormat: { picture: DoorOpen, text: "index.doormat.text" },
  bank: { picture: Landmark, text: "index.bank.text" },
  amp: { picture: IdCard, text: "index.amp.text" },
  registers: { picture: LibraryBig, text: "index.registers.text" },
  clock: { picture: Clock, text: "index.clock.text" },
  "print-room-key": { picture: KeyRound, text: "index.printRoomKey.text" },
};

/** The doorway: what is simulated, and what is out of order at the moment. */
export function IndexPage({ context, failing }: { context: PageContext; failing: Area[] }) {
  const { t } = context;
  return (
    <SimulatorPage context={context} area="index" title={t("index.title")}>
      <p className="lead">{t("index.lead")}</p>
      <ul className="cards">
        {AREAS.map(({ area, path, words }) => {
          const { picture: Picture, text } = PICTURES[area];
          return (
            <li key={area} className="card">
              <span className={`picture picture-${area}`} aria-hidden="true"><Picture /></span>
              <h2><a className="row-link" href={path}>{t(words)}</a></h2>
              <p>{t(text)}</p>
              {failing.includes(area) ? <p className="tag tag-soon">{t("index.storing")}</p> : null}
            </li>
          );
        })}
      </ul>
    </SimulatorPage>
  );
}
