/** What is written in an e-mail is escaped, so that these can be nothing but its own attributes. */
export function undressed(html: string): string {
  return html.replaceAll(' style="', ' data-style="').replaceAll(' href="', ' data-href="');
}
