import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";

import remixOptions from "./remix.config.js";

declare module "@remix-run/node" {
  interface Future {
    v3_singleFetch: true;
  }
}

/**
 * The server build starts at our own server instead of at the list of routes, so that one bundle holds the web pages, the
 * worker and the simulators: there is one module graph, and an error class or a schema exists once.
 */
function ownServerEntry(): Plugin {
  return {
    name: "zegel:server-entry",
    enforce: "post",
    config: (_config, { isSsrBuild }) =>
      isSsrBuild ? { build: { rollupOptions: { input: "./app/server.ts" } } } : undefined,
  };
}

export default defineConfig({
  plugins: [tailwindcss(), remix(remixOptions), ownServerEntry()],
  build: {
    target: "es2022",
    // Fonts and images stay files: a `data:` address would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    // A thousand at once, as it is without this, is more than a container or a shell may have open.
    rollupOptions: { maxParallelFileOps: 100 },
  },
});
