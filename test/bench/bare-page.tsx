// The rival of the desk's list: the same rows as bare markup in a bare Remix page. `node --import tsx bare-page.tsx DATABASE_URL`; says its address.
import { createServer } from "node:http";
import { createRequestHandler, type EntryContext, type ServerBuild } from "@remix-run/node";
import { Outlet, RemixServer, useLoaderData } from "@remix-run/react";
import postgres from "postgres";
import { renderToString } from "react-dom/server";

const sql = postgres(process.argv[2] ?? "");
const loader = async () => ({
  rows: await sql`select r.id, r.number, r.subject_name, r.agb_code, c.name, r.due_at::text, s.name as claimed, r.status from request r left join agb_code c on c.code = r.agb_code left join staff s on s.id = r.claimed_by
    where r.status not in ('unconfirmed', 'done', 'rejected', 'cancelled', 'lapsed') order by (r.priority <> 'high'), coalesce(r.due_at, 'infinity'), r.id limit 50`,
});
const Root = () => <html lang="nl"><body><Outlet /></body></html>;
function List() {
  const { rows } = useLoaderData<typeof loader>();
  return <table><tbody>{rows.map((row) => <tr key={row["id"]}>{["number", "subject_name", "name", "agb_code", "due_at", "claimed", "status"].map((cell) => <td key={cell}>{row[cell]}</td>)}</tr>)}</tbody></table>;
}
const route = (id: string, path: string, parentId?: string) => ({ id, path, parentId, hasAction: false, hasLoader: id === "list", hasClientAction: false, hasClientLoader: false, hasErrorBoundary: false, module: `/${id}.js` });
const build = {
  entry: { module: { default: (_request: Request, status: number, headers: Headers, context: EntryContext) => new Response(`<!DOCTYPE html>${renderToString(<RemixServer context={context} url={_request.url} />)}`, { status, headers: { ...Object.fromEntries(headers), "content-type": "text/html" } }) } },
  routes: { root: { id: "root", path: "", module: { default: Root } }, list: { id: "list", parentId: "root", path: "list", module: { loader, default: List } } },
  assets: { entry: { imports: [], module: "/entry.js" }, routes: { root: route("root", ""), list: route("list", "list", "root") }, url: "/manifest.js", version: "1" },
  publicPath: "/", assetsBuildDirectory: "", future: { v3_singleFetch: true }, isSpaMode: false, mode: "production",
} as unknown as ServerBuild;
const answer = createRequestHandler(build, "production");
const server = createServer(async (asked, reply) => {
  const page = await answer(new Request(`http://bare.example${asked.url}`));
  reply.writeHead(page.status, Object.fromEntries(page.headers)).end(await page.text());
}).listen(0, "127.0.0.1", () => process.stdout.write(`Bare http://127.0.0.1:${(server.address() as { port: number }).port}\n`));
