import { createRequire } from "node:module";
import { Router } from "express";
import { STYLE } from "./style.ts";

const FONTS: Readonly<Record<string, string>> = {
  "source-sans-3-latin-wght-normal": "source-sans-3",
  "source-sans-3-latin-ext-wght-normal": "source-sans-3",
  "jetbrains-mono-latin-wght-normal": "jetbrains-mono",
};
const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#3D4F9F"/><path d="M9 10h14L11 22h12" fill="none" stroke="#fff" stroke-width="3"/></svg>`;

/** Stylesheet, icon and letters, all from here. */
export function assetRoutes(): Router {
  const router = Router();
  const { resolve } = createRequire(import.meta.url);
  router.get("/style.css", (_request, response) => void response.set("Cache-Control", "no-cache").type("css").send(STYLE));
  router.get("/icon.svg", (_request, response) => void response.type("svg").send(ICON));
  router.get("/fonts/:name.woff2", (request, response) => {
    const { name } = request.params;
    if (!Object.hasOwn(FONTS, name)) return void response.sendStatus(404);
    response.sendFile(resolve(`@fontsource-variable/${FONTS[name]}/files/${name}.woff2`), { immutable: true, maxAge: "1y", dotfiles: "allow" });
  });
  return router;
}
