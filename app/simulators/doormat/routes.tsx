import { Router, raw } from "express";
import { single } from "../web/guard.ts";
import { contextOf, sendPage } from "../web/page.tsx";
import { Posted, type Letters } from "./letters.ts";
import { DoormatPage } from "./pages.tsx";

/** Header of a delivery: URI-encoded JSON. Being a header of our own, no other website can make a browser send it. */
export const LETTER_HEADER = "x-letter";

/**
 * The doormat. `POST /doormat/api/letters` takes one PDF as the body (application/pdf) and what stands on the envelope in the header
 * `X-Letter: encodeURIComponent(JSON.stringify({ reference, addressee: [line, …] }))`; 201 when new, 200 when it lay there already.
 * The address stands in no URL, so that no access log holds a name.
 */
export function doormatRoutes({ letters, now }: { letters: Letters; now: () => Date }): Router {
  const router = Router();

  router.get("/", (request, response) => {
    const query = single(request.query.addressee);
    sendPage(response, <DoormatPage context={contextOf(request, response, now())} letters={letters.list(query)} query={query} />);
  });

  router.post("/api/letters", raw({ type: "application/pdf", limit: "10mb" }), (request, response) => {
    const posted = readHeader(request.get(LETTER_HEADER));
    if (!posted) return void response.status(400).json({ message: "Send the header X-Letter with reference and addressee." });
    if (!Buffer.isBuffer(request.body) || !request.body.subarray(0, 5).equals(Buffer.from("%PDF-"))) {
      return void response.status(415).json({ message: "Send a PDF." });
    }
    const { letter, isNew } = letters.deliver(posted, request.body, now());
    response.status(isNew ? 201 : 200).json(shown(letter));
  });

  router.get("/api/letters", (request, response) => {
    response.json({ letters: letters.list(single(request.query.addressee)).map(shown) });
  });

  router.get("/letters/:id.pdf", (request, response) => {
    const found = letters.findPdf(request.params.id);
    if (!found) return void response.sendStatus(404);
    // A browser's own reader of PDFs is a page with styles and scripts; the policy of our pages would break it.
    response.removeHeader("Content-Security-Policy");
    response.set("Content-Disposition", `inline; filename="${found.letter.id}.pdf"`).type("application/pdf").send(found.pdf);
  });

  return router;
}

function shown<T extends { id: string }>(letter: T) {
  return { ...letter, pdfUrl: `/simulators/doormat/letters/${letter.id}.pdf` };
}

function readHeader(header: string | undefined) {
  try {
    const posted = Posted.safeParse(JSON.parse(decodeURIComponent(header ?? "")));
    return posted.success ? posted.data : null;
  } catch {
    return null;
  }
}
