import { existsSync } from "node:fs";
import path from "node:path";
import { Router } from "express";
import { contextOf, sendPage, SimulatorPage, type PageContext } from "../web/page.tsx";
import { NotFoundPage } from "../web/not-found.tsx";

/** The demonstration's key file and what opens it. The simulator only hands it out; the office never reads it here. */
export type PrintRoomKey = { path: string; passphrase: string };

/** `GET /print-room-key` shows the passphrase, `GET /print-room-key/file` gives the file. */
export function printRoomKeyRoutes({ key, now }: { key: PrintRoomKey | undefined; now: () => Date }): Router {
  const router = Router();
  const isThere = () => key !== undefined && existsSync(key.path);

  router.get("/", (request, response) => {
    const context = contextOf(request, response, now());
    sendPage(response, <PrintRoomKeyPage context={context} passphrase={key && isThere() ? key.passphrase : null} />);
  });

  router.get("/file", (request, response) => {
    if (!key || !isThere()) return sendPage(response, <NotFoundPage context={contextOf(request, response, now())} />, 404);
    response.download(path.resolve(key.path), "print-room-key.json", { dotfiles: "allow" });
  });

  return router;
}

function PrintRoomKeyPage({ context, passphrase }: { context: PageContext; passphrase: string | null }) {
  const { t } = context;
  return (
    <SimulatorPage context={context} area="print-room-key" title={t("printRoomKey.title")}>
      <p className="lead">{t("printRoomKey.lead")}</p>
      {passphrase === null ? <p className="empty">{t("printRoomKey.missing")}</p> : (
        <>
          <div className="panel">
            <p className="label">{t("printRoomKey.passphrase")}</p>
            <p className="passphrase mono">{passphrase}</p>
            <p><a className="button" href="/simulators/print-room-key/file" download="print-room-key.json">{t("printRoomKey.download")}</a></p>
          </div>
          <h2>{t("printRoomKey.how")}</h2>
          <ol className="steps">
            <li>{t("printRoomKey.steps.one")}</li>
            <li>{t("printRoomKey.steps.two")}</li>
            <li>{t("printRoomKey.steps.three")}</li>
          </ol>
        </>
      )}
    </SimulatorPage>
  );
}
