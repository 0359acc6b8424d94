import { Router, type Request, type Response } from "express";
import { z } from "zod";
import { single } from "../web/guard.ts";
import { NotFoundPage } from "../web/not-found.tsx";
import { contextOf, sendPage } from "../web/page.tsx";
import { MAIL_FAULTS, type Mails } from "./mails.ts";
import { MailListPage, MailPage, type ListView } from "./pages.tsx";

const PAGE_SIZE = 50;
const Fault = z.object({ recipient: z.email(), fault: z.enum(MAIL_FAULTS) });

/** The mailbox's pages, and `GET /mailbox/api/mails?to=` for tests. */
export function mailboxRoutes({ mails, now }: { mails: Mails; now: () => Date }): Router {
  const router = Router();

  router.get("/", (request, response) => sendList(request, response));

  router.post("/faults", (request, response) => {
    const form = Fault.safeParse({ recipient: single(request.body?.recipient), fault: request.body?.fault });
    if (!form.success) return sendList(request, response, { recipient: single(request.body?.recipient) });
    mails.setFault(form.data.recipient, form.data.fault);
    response.redirect(303, "/simulators/mailbox");
  });

  /** Newest first, at most fifty: `{ mails: [{ id, from, to, subject, messageId, receivedAt, text, html, links }] }`. */
  router.get("/api/mails", (request, response, next) => {
    const to = single(request.query.to).toLowerCase();
    const wanted = mails.list().filter((mail) => !to || mail.to.some((one) => one.toLowerCase() === to)).slice(0, PAGE_SIZE);
    Promise.all(wanted.map(async (mail) => ({ ...mail, ...withoutSummary(await mails.find(mail.id)) })))
      .then((found) => response.json({ mails: found }))
      .catch(next);
  });

  router.get("/:id", (request, response, next) => {
    mails.find(request.params.id).then((mail) => {
      const context = contextOf(request, response, now());
      if (!mail) return sendPage(response, <NotFoundPage context={context} />, 404);
      sendPage(response, <MailPage context={context} mail={mail} />);
    }).catch(next);
  });

  router.get("/:id/html", (request, response, next) => {
    mails.find(request.params.id).then((mail) => {
      if (!mail) return void response.sendStatus(404);
      // Somebody else's HTML: no scripts, no forms, no pictures from elsewhere; links open in a window of their own.
      response.set(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'self'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
      );
      response.removeHeader("X-Frame-Options");
      response.type("html").send(/<head[^>]*>/i.test(mail.html) ? mail.html.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`) : `<base target="_blank">${mail.html}`);
    }).catch(next);
  });

  router.get("/:id/raw", (request, response) => {
    const raw = mails.findRaw(request.params.id);
    if (!raw) return void response.sendStatus(404);
    response.attachment(`${request.params.id}.eml`).type("message/rfc822").send(raw);
  });

  function sendList(request: Request, response: Response, problem?: { recipient: string }): void {
    const context = contextOf(request, response, now());
    const query = single(request.query.to);
    const found = mails.list(query);
    const page = Math.max(1, Number.parseInt(single(request.query.page), 10) || 1);
    const to = (number: number) => `/simulators/mailbox?${new URLSearchParams({ ...(query ? { to: query } : {}), page: String(number) }).toString()}`;
    const view: ListView = {
      query,
      mails: found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
      total: found.length,
      newer: page > 1 ? to(page - 1) : null,
      older: found.length > page * PAGE_SIZE ? to(page + 1) : null,
      faults: mails.listFaults(),
      ...(problem ? { problem } : {}),
    };
    sendPage(response, <MailListPage context={context} view={view} />, problem ? 400 : 200);
  }

  return router;
}

function withoutSummary(mail: Awaited<ReturnType<Mails["find"]>>) {
  return { text: mail?.text ?? "", html: mail?.html ?? "", links: mail?.links ?? [] };
}
