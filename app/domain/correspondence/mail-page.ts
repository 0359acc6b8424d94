import type { Language } from "#app/domain/people.ts";
import type { Branding } from "./branding.ts";
import type { Block } from "./ports.ts";

const INK = "#16202A";
const SOFT = "#4A5764";
const LINE = "#DDE2E6";
const PETROL = "#0B5C6B";
const PAPER = "#FBFBF9";
const FONT = "'Source Sans 3','Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** An e-mail as plain text: everything that the HTML says, links written out. */
export function mailText(blocks: readonly Block[], language: Language, branding: Branding): string {
  const signature = [branding.closing[language], branding.name];
  const footer = ["-- ", branding.name, ...branding.address, `${branding.phone} (${branding.phoneHours[language]})`, branding.website];
  return `${[...blocks.map(blockText), signature.join("\n"), footer.join("\n")].join("\n\n")}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return block.text;
    case "heading":
      return `${block.text}\n${"-".repeat([...block.text].length)}`;
    case "steps":
      return block.items.map((item, index) => `${index + 1}. ${item}`).join("\n");
    case "facts":
      return block.rows.map(({ label, value }) => `${label}: ${value}`).join("\n");
    case "button":
      return `${block.text}:\n${block.href}`;
    case "pin":
      throw new TypeError("A PIN has no place in an e-mail.");
  }
}

/**
 * The same as one column of HTML that reads well without images, in the dark and on a phone. Styles stand inline because mail programs
 * keep no others; nothing is fetched from anywhere.
 */
export function mailHtml(subject: string, blocks: readonly Block[], language: Language, branding: Branding): string {
  const name = escape(branding.name);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escape(subject)}</title>
</head>
<body style="margin:0;padding:0;background:${PAPER};color:${INK};font-family:${FONT};font-size:17px;line-height:1.5">
<div role="article" aria-label="${escape(subject)}" style="max-width:600px;margin:0 auto;padding:32px 24px">
<p style="margin:0 0 28px;padding:0 0 16px;border-bottom:3px solid ${PETROL};color:${PETROL};font-size:22px;font-weight:700;letter-spacing:.02em">${name}</p>
<h1 style="margin:0 0 20px;font-size:24px;line-height:1.25;font-weight:600">${escape(subject)}</h1>
${blocks.map(blockHtml).join("\n")}
<p style="margin:28px 0 0">${escape(branding.closing[language])}<br>${name}</p>
<div style="margin:36px 0 0;padding:16px 0 0;border-top:1px solid ${LINE};color:${SOFT};font-size:14px;line-height:1.5">
${[branding.name, ...branding.address].map(escape).join("<br>")}<br>
${escape(branding.phone)} (${escape(branding.phoneHours[language])}) · ${escape(branding.website)}
</div>
</div>
</body>
</html>
`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return `<p style="margin:0 0 18px">${escape(block.text).replaceAll("\n", "<br>")}</p>`;
    case "heading":
      return `<h2 style="margin:28px 0 10px;font-size:19px;line-height:1.3;font-weight:600">${escape(block.text)}</h2>`;
    case "steps":
      return `<ol style="margin:0 0 18px;padding:0 0 0 24px">${block.items.map((item) => `<li style="margin:0 0 8px;padding:0 0 0 4px">${escape(item)}</li>`).join("")}</ol>`;
    case "facts":
      return `<table style="width:100%;margin:0 0 22px;border-collapse:collapse;border-top:1px solid ${LINE}"><tbody>${block.rows.map(factRow).join("")}</tbody></table>`;
    case "button":
      return `<p style="margin:24px 0 8px"><a href="${escape(block.href)}" style="display:inline-block;padding:12px 22px;border-radius:6px;background:${PETROL};color:#FFFFFF;font-weight:600;text-decoration:none">${escape(block.text)}</a></p>
<p style="margin:0 0 22px;color:${SOFT};font-size:14px;word-break:break-all">${escape(block.href)}</p>`;
    case "pin":
      throw new TypeError("A PIN has no place in an e-mail.");
  }
}

function factRow({ label, value }: { label: string; value: string }): string {
  const cell = `padding:9px 0;border-bottom:1px solid ${LINE};text-align:left;vertical-align:top`;
  return `<tr><th scope="row" style="${cell};width:38%;padding-right:16px;color:${SOFT};font-weight:400">${escape(label)}</th><td style="${cell};font-weight:600;overflow-wrap:anywhere">${escape(value).replaceAll("\n", "<br>")}</td></tr>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
