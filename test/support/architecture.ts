import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

import ts from "typescript";

/** A file of ours: its path from the root, with slashes, and its text. */
export type Source = { path: string; text: string };

/** Every TypeScript and JavaScript file under these folders. */
export function readSources(root: string, folders: readonly string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(ts|tsx|js|mjs)$/.test(name) && !name.endsWith(".d.ts"))
      .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
      .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") })),
  );
}

/** An import of a file of ours; `isType` when nothing of it is there at run time. */
export type Import = { from: string; to: string; isType: boolean };

export function importsOf({ path, text }: Source): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Expression | undefined, isType: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const { text: name } = specifier;
    if (name.startsWith("#")) found.push({ from: path, to: name.slice(1), isType });
    if (name.startsWith(".")) found.push({ from: path, to: normalize(join(dirname(path), name)).replaceAll("\\", "/"), isType });
  };
  walk(parse({ path, text }), (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node.importClause));
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal as ts.Expression, true);
  });
  return found.map((one) => ({ ...one, to: one.to.replace(/\?.*$/, "") }));
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const { name, namedBindings } = clause;
  return !name && !!namedBindings && ts.isNamedImports(namedBindings) && namedBindings.elements.length > 0 && namedBindings.elements.every((one) => one.isTypeOnly);
}

/** The room that a file lies in. */
export function roomOf(path: string): string {
  const named = /^app\/(routes|web|ui|domain|adapters|simulators)\//.exec(path)?.[1];
  if (named) return named;
  if (/^app\/(root|entry\.(client|server))\.tsx$|^app\/routes\.ts$/.test(path)) return "routes";
  if (path.startsWith("app/")) return "composition";
  return path.split("/")[0] ?? "";
}

/** Who may import whom; of what stands under `types` only types. The composition, the tests and the scripts may import everything. */
const TABLE: Record<string, { may: readonly string[]; types: readonly string[] }> = {
  routes: { may: ["web", "ui", "domain"], types: ["db"] },
  web: { may: ["domain", "templates"], types: ["db"] },
  ui: { may: ["domain"], types: [] },
  domain: { may: ["db", "rules"], types: [] },
  adapters: { may: ["domain", "templates"], types: ["db"] },
  simulators: { may: ["templates"], types: [] },
  db: { may: [], types: [] },
  rules: { may: [], types: [] },
  templates: { may: [], types: [] },
};

/** What the table does not say: from, to, and why it is right all the same. */
const EXCEPTIONS: ReadonlyArray<[from: RegExp, to: RegExp, why: string]> = [
  [/^db\/[^/]+\.server\.ts$/, /^app\/domain\/problem\.ts$/, "what keeps the office from starting is said in a sentence"],
  [/^app\/simulators\//, /^db\/worlds\/(cast|registers)\.ts$/, "the simulators know the same people as the office, and nothing else of it"],
  [/^app\/adapters\/clock\//, /^db\/schema\/staff\.ts$/, "the movable clock stands in the database, for all processes"],
  [/^app\/routes\/refer\.\$destination\.tsx$/, /^rules\/vocabulary\.ts$/, "its address is one of the destinations that rules may name"],
];

/** Areas of the domain from the bottom up: each may know those before it, and those on its own step. */
const STEPS: readonly (readonly string[])[] = [
  ["audit"],
  ["access", "jobs"],
  ["deadlines", "organisations"],
  ["definitions", "decisions"],
  ["requests", "identification"],
  ["files"],
  ["intake"],
  ["accounts", "certificates"],
  ["login"],
  ["correspondence", "incidents"],
  ["effects", "registers"],
  ["print-room"],
  ["customers"],
  ["dashboards", "retention", "privacy"],
];

/** Imports that the table of imports does not allow, one sentence each. */
export function forbiddenImports(sources: readonly Source[]): string[] {
  return sources.flatMap(importsOf).flatMap(({ from, to, isType }) => {
    const [here, there] = [roomOf(from), roomOf(to)];
    const row = TABLE[here];
    if (EXCEPTIONS.some(([whose, whom]) => whose.test(from) && whom.test(to))) return [];
    if (row && here !== there && !row.may.includes(there) && !(isType && row.types.includes(there))) return [`${from} (${here}) may not import ${to} (${there})`];
    return here === "domain" && there === "domain" ? uphill(from, to) : [];
  });
}

function uphill(from: string, to: string): string[] {
  const area = (path: string) => /^app\/domain\/([^/]+)\//.exec(path)?.[1] ?? null;
  const [here, there] = [area(from), area(to)];
  if (there === null) return [];
  const step = (name: string) => STEPS.findIndex((areas) => areas.includes(name));
  if (step(there) < 0) return [`${there} has no place in the order of the domain's areas`];
  // The words that all areas share stand below them; what an office is made of knows the queue's type.
  if (here === null) return from === "app/domain/office.ts" && there === "jobs" ? [] : [`${from} lies below all areas and may not import ${to}`];
  if (step(here) < 0) return [`${here} has no place in the order of the domain's areas`];
  return step(there) > step(here) ? [`${from} may not import ${to}: ${here} lies below ${there}`] : [];
}

/** Modules of the domain that pages or adapters run although they reach the database. */
export function impureImports(sources: readonly Source[]): string[] {
  const imports = new Map(sources.map((source) => [source.path, importsOf(source).filter(({ isType }) => !isType)]));
  const reaches = (path: string, seen = new Set<string>()): boolean => {
    if (path.startsWith("db/")) return true;
    if (seen.has(path)) return false;
    seen.add(path);
    return (imports.get(path) ?? []).some(({ to }) => reaches(to, seen));
  };
  return [...imports.entries()]
    .filter(([path]) => ["ui", "adapters"].includes(roomOf(path)) && !path.startsWith("app/adapters/clock/"))
    .flatMap(([, of]) => of)
    .filter(({ to }) => roomOf(to) === "domain" && reaches(to))
    .map(({ from, to }) => `${from} may import only types of ${to}: it reaches the database`);
}

/** Modules that import each other in a circle, each circle once. */
export function circles(sources: readonly Source[]): string[] {
  const imports = new Map(sources.map((source) => [source.path, importsOf(source).filter(({ isType }) => !isType).map(({ to }) => to)]));
  const done = new Set<string>();
  const found = new Set<string>();
  const visit = (path: string, way: string[]): void => {
    const at = way.indexOf(path);
    if (at >= 0) return void found.add([...way.slice(at), path].join(" → "));
    if (done.has(path)) return;
    for (const to of imports.get(path) ?? []) visit(to, [...way, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return [...found];
}

/** Readers of the environment besides the one that may. */
export function environmentReaders(sources: readonly Source[]): string[] {
  return places(
    sources.filter(({ path }) => path !== "app/env.server.ts"),
    (node) =>
      (ts.isPropertyAccessExpression(node) && node.expression.getText() === "process" && node.name.text === "env") ||
      (ts.isElementAccessExpression(node) && node.expression.getText() === "process") ||
      (ts.isImportDeclaration(node) && /["'](node:)?process["']/.test(node.moduleSpecifier.getText()) && /\benv\b/.test(node.importClause?.getText() ?? "")),
  );
}

/** Readers of the system's time besides the clock. */
export function clockReaders(sources: readonly Source[]): string[] {
  return places(
    sources.filter(({ path }) => !path.startsWith("app/adapters/clock/")),
    (node) =>
      (ts.isNewExpression(node) && node.expression.getText() === "Date" && (node.arguments?.length ?? 0) === 0) ||
      (ts.isCallExpression(node) && ["Date", "Date.now", "DateTime.now", "DateTime.local", "DateTime.utc"].includes(node.expression.getText()) && node.arguments.length === 0),
  );
}

const WRAPPERS = ["publicLoader", "publicAction", "staffLoader", "staffAction", "userLoader", "userAction"];

/** Loaders and actions that were not made by a wrapper: nobody asked who it is and what they may. */
export function nakedRoutes(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => roomOf(path) === "routes")
    .flatMap((source) => parse(source).statements.flatMap((statement) => nakedExports(statement).map((name) => `${source.path} exports a ${name} that no wrapper made`)));
}

function nakedExports(statement: ts.Statement): string[] {
  const acts = (name: string) => name === "loader" || name === "action";
  if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) {
    return statement.exportClause.elements.map((one) => one.name.text).filter(acts);
  }
  const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!isExported) return [];
  if (ts.isFunctionDeclaration(statement)) return [statement.name?.text ?? ""].filter(acts);
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap((one) => {
    const names = ts.isIdentifier(one.name) ? [one.name.text] : one.name.elements.map((element) => element.getText());
    const isWrapped = one.initializer && ts.isCallExpression(one.initializer) && WRAPPERS.includes(one.initializer.expression.getText());
    return isWrapped ? [] : names.filter(acts);
  });
}

/** Rule engines that live longer than one judgement: facts of one request would stay for the next. */
export function sharedEngines(sources: readonly Source[]): string[] {
  return places(sources, (node) => ts.isNewExpression(node) && node.expression.getText() === "Engine" && !ts.findAncestor(node, (above) => ts.isFunctionLike(above)));
}

/**
 * Uses of the outer connection inside a transaction, which on the embedded database wait for ever: in the callback of `….transaction(async (tx) => …)`
 * and in every function that is handed a `tx`.
 */
export function outerDbInTransactions(sources: readonly Source[]): string[] {
  return places(sources, (node) => {
    const isDb = (ts.isPropertyAccessExpression(node) && node.name.text === "db") || (ts.isIdentifier(node) && node.text === "db" && isUsed(node));
    const within = isDb ? ts.findAncestor(node, handsOutTx) : undefined;
    return within !== undefined && !isParameterOfNearest(node) && !isMadeIn(node, within);
  });
}

function handsOutTx(node: ts.Node): boolean {
  return ts.isFunctionLike(node) && "body" in node && node.parameters.some(({ name }) => name.getText() === "tx");
}

/** A name that stands for a value, not the key of a property or a declaration. */
function isUsed(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return !ts.isParameter(parent) && !ts.isBindingElement(parent) && !ts.isPropertySignature(parent) && !ts.isTypeNode(parent);
}

/** A `db`, or an office with one, that the function itself makes out of its `tx`. */
function isMadeIn(node: ts.Node, within: ts.Node): boolean {
  const owner = ts.isPropertyAccessExpression(node) ? node.expression.getText() : "db";
  let made = false;
  walk(within, (inner) => {
    if (ts.isVariableDeclaration(inner) && inner.name.getText() === owner) made = true;
  });
  return made;
}

/** `db` that the innermost function got itself, inside one that was handed `tx`. */
function isParameterOfNearest(node: ts.Node): boolean {
  const nearest = ts.findAncestor(node, (above) => ts.isFunctionLike(above)) as ts.SignatureDeclaration | undefined;
  return ts.isIdentifier(node) && (nearest?.parameters.some(({ name }) => name.getText() === "db") ?? false);
}

/** Files that no longer fit on a few screens. */
export function longFiles(sources: readonly Source[], limit: number): string[] {
  return sources.map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length })).filter(({ lines }) => lines > limit).map(({ path, lines }) => `${path} has ${lines} lines`);
}

function places(sources: readonly Source[], isOne: (node: ts.Node) => boolean): string[] {
  return sources.flatMap((source) => {
    const file = parse(source);
    const found: string[] = [];
    walk(file, (node) => {
      if (isOne(node)) found.push(`${source.path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${node.getText().split("\n")[0]}`);
    });
    return found;
  });
}

const parsed = new WeakMap<Source, ts.SourceFile>();

function parse(source: Source): ts.SourceFile {
  const known = parsed.get(source);
  if (known) return known;
  const kind = source.path.endsWith("x") ? ts.ScriptKind.TSX : /\.m?js$/.test(source.path) ? ts.ScriptKind.JS : ts.ScriptKind.TS;
  const file = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.Latest, true, kind);
  parsed.set(source, file);
  return file;
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}
