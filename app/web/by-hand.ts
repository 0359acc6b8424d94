/** Whether whoever asks shows a page to somebody, and is no script that asks for data. */
export function wantsPage(request: Request): boolean {
  return (request.headers.get("accept") ?? "").includes("text/html");
}

/**
 * Whether a browser asks for an address as a page of its own: typed, followed or reloaded. Not when it draws what came of a form that was sent there: then
 * the loader runs too, with the form's headers. For addresses at which something is only done: who comes there by hand goes on to where the button is,
 * and a refused form keeps its page.
 */
export function cameByHand(request: Request): boolean {
  return wantsPage(request) && !request.headers.has("content-type");
}
