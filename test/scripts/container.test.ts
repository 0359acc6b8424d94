import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { ROOT } from "#test/support/stage.ts";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const [container, compose, example] = [read("scripts/container/Containerfile"), read("compose.yaml"), read(".env.example")];

describe("the files for containers", () => {
  it("name only settings that there are", () => {
    const known = new Set([...example.matchAll(/^([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name));
    const named = [...new Set([...compose.matchAll(/^ +([A-Z][A-Z0-9_]+):/gm), ...container.matchAll(/([A-Z][A-Z0-9_]+)=/g)].map(([, name = ""]) => name))].filter((name) => !/^(POSTGRES_|NODE_ENV$)/.test(name));
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it("copy and run what is there, with the Node that the office asks for and a PostgreSQL that is new enough", () => {
    const copied = [...container.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, what = ""]) => what.split(" ")).filter((path) => path !== ".");
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(container).toContain(`node:${read(".node-version").trim()}-`);
    expect([...container.matchAll(/\{ (\w+) \}\) => \1\(\)/g)].map(([, verb]) => verb).filter((verb) => !read("scripts/prepare.mjs").includes(`export async function ${verb}(`))).toEqual([]);
    expect(Number(/image: docker\.io\/library\/postgres:(\d+)/.exec(compose)?.[1])).toBeGreaterThanOrEqual(15);
    expect(read("app/web-app.server.ts")).toContain('"/readyz"');
  });

  it("leave out of the image what is no part of the office, or is somebody's data", () => {
    // Under this name, beside the file, Docker and podman both find it; of a `.containerignore` Docker knows nothing.
    const left = read("scripts/container/Containerfile.dockerignore").split("\n");
    expect(compose).toContain("dockerfile: scripts/container/Containerfile");
    for (const path of [".git", ".data", "node_modules", "build"]) expect(left).toContain(path);
  });
});
